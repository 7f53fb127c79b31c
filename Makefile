# assay - a harness that measures reward models. `make help` lists the targets.

PREFIX  ?= /usr/local
DESTDIR ?=
MODE    ?= release

# One build folder per mode, so switching modes never mixes objects.
OUT := build/$(MODE)

PKGS   := gsl jansson libarchive yaml-0.1 libcrypto
YYJSON := $(shell pkg-config --exists yyjson && echo yyjson)

STD  := -std=c17 -D_POSIX_C_SOURCE=200809L
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wdouble-promotion -Wshadow -Wvla \
        -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings \
        -Wundef -Wformat=2 -Wswitch-enum -Wnull-dereference
# No -ffast-math, no contraction: the same input gives the same bits everywhere.
MATH := -ffp-contract=off

OPT_release := -O2 -g
OPT_dev     := -O0 -g3 -Werror
OPT_asan    := -O1 -g -Werror -fsanitize=address,undefined -fno-sanitize-recover=all
OPT_tsan    := -O1 -g -Werror -fsanitize=thread

DEFINES    := $(if $(YYJSON),-DASSAY_YYJSON=1)
ALL_CFLAGS := $(STD) $(WARN) $(MATH) $(OPT_$(MODE)) -pthread -I. $(DEFINES) \
              $(shell pkg-config --cflags $(PKGS) $(YYJSON)) $(CFLAGS)
LIBS       := $(shell pkg-config --libs $(PKGS) $(YYJSON)) -lm -pthread
TEST_LIBS  := $(shell pkg-config --libs check) $(LIBS)

SRC      := $(sort $(wildcard harness/core/*.c harness/run/*.c metrics/*.c suites/*.c \
                    suites/*/*.c adapters/*.c reports/*.c))
CLI_SRC  := $(sort $(wildcard harness/cli/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
CASE_SRC := $(sort $(wildcard tests/cases/*.c))
OBJ      := $(SRC:%.c=$(OUT)/obj/%.o)
CLI_OBJ  := $(CLI_SRC:%.c=$(OUT)/obj/%.o)
UNIT_OBJ := $(UNIT_SRC:%.c=$(OUT)/obj/%.o)
CASE_OBJ := $(CASE_SRC:%.c=$(OUT)/obj/%.o)
FILES    := $(sort $(wildcard */*.[ch] */*/*.[ch]))

.PHONY: all
all: $(OUT)/libassay.a $(if $(CLI_SRC),$(OUT)/assay) ## build the library and the tool

$(OUT)/libassay.a: $(OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/assay: $(CLI_OBJ) $(OUT)/libassay.a
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(OUT)/tests/unit: $(UNIT_OBJ) $(OUT)/libassay.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

$(OUT)/tests/cases: $(CASE_OBJ) $(OUT)/libassay.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(OUT)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

.PHONY: dev
dev: ## build with all warnings as errors and no optimisation
	$(MAKE) MODE=dev all

.PHONY: check
check: layers all $(OUT)/tests/unit ## run the tests (MODE=asan or MODE=tsan for sanitizers)
	$(OUT)/tests/unit

.PHONY: layers
layers: ## check that no file includes upward
	tests/lint/layers.sh

.PHONY: lint
lint: layers ## clang-format, clang-tidy and cppcheck, all as errors
	clang-format --dry-run --Werror $(FILES)
	for file in $(SRC); do clang-tidy --quiet $$file -- $(STD) -I. || exit 1; done
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr --error-exitcode=1 -I. $(SRC)

.PHONY: format
format: ## rewrite the sources in house style
	clang-format -i $(FILES)

.PHONY: clean
clean: ## remove everything that make made
	rm -rf build

.PHONY: help
help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 14

-include $(OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT_OBJ:.o=.d) $(CASE_OBJ:.o=.d)
