# assay - a harness that measures reward models. `make help` lists the targets.

VERSION := 0.1.0
PREFIX  ?= /usr/local
LIBDIR  ?= $(PREFIX)/lib
DESTDIR ?=
MODE    ?= release
# Lines of the compiler are long: `make V=1` shows them.
SAY      = $(if $(V),,@echo "  $(@:$(OUT)/%=%)" && )
JOBS    ?= $(shell nproc 2>/dev/null || echo 2)

# One build folder per mode, so switching modes never mixes objects.
OUT := build/$(MODE)

PKGS   := gsl jansson libarchive yaml-0.1 libcrypto libcurl libpcre2-8 libutf8proc sqlite3
# What the program is linked with statically; the last five are what libarchive's readers need.
STATICS := archive gsl jansson yaml crypto pcre2-8 utf8proc sqlite3 nettle z lzma zstd bz2
# Linear algebra is OpenBLAS's where it is, the one for a single thread (threads are assay's own), and GSL
# runs on it too; else GSL's own: make BLAS=gslcblas.
OPENBLAS := $(patsubst %/libopenblas.a,%,$(filter /%,$(shell $(CC) -print-file-name=openblas-serial/libopenblas.a)))
BLAS     ?= $(if $(OPENBLAS),openblas,gslcblas)
ifeq ($(BLAS),openblas)
BLAS_NAME := openblas $(shell PKG_CONFIG_PATH=$(OPENBLAS)/pkgconfig pkg-config --modversion openblas)
# Its calls take a lock where they take memory (metrics/openblas_memory.c), for which it has to be the archive.
BLAS_LIBS := -Wl,--wrap=blas_memory_alloc -Wl,--wrap=blas_memory_free \
             -Wl,--start-group $(OUT)/libassay.a $(OPENBLAS)/libopenblas.a -Wl,--end-group
BLAS_ARCHIVE := $(OPENBLAS)/libopenblas.a
else
BLAS_NAME := gslcblas $(shell pkg-config --modversion gsl 2>/dev/null)
BLAS_LIBS := -lgslcblas
BLAS_ARCHIVE := $(shell $(CC) -print-file-name=libgslcblas.a)
endif
YYJSON := $(shell pkg-config --exists yyjson 2>/dev/null && echo yyjson)
# libllama runs models in this process: the one that `make deps-llama` built, else the system's.
LLAMA_DIR := build/deps/llama
LLAMA_PC   = PKG_CONFIG_PATH=$(LLAMA_DIR)/lib/pkgconfig:$$PKG_CONFIG_PATH pkg-config
LLAMA     := $(shell $(LLAMA_PC) --exists 'llama >= 0.5' 2>/dev/null && echo llama)
LLAMA_CFLAGS := $(if $(LLAMA),$(shell $(LLAMA_PC) --cflags llama | sed 's/-I/-isystem /g'))
# Where archives alone are, they are linked in, with what llama.pc leaves out: the processor's part of ggml, and C++.
LLAMA_LIB    := $(if $(LLAMA),$(if $(wildcard $(LLAMA_DIR)/lib/libllama.a),$(LLAMA_DIR)/lib,$(shell $(LLAMA_PC) --variable=libdir llama)))
LLAMA_BUILT  := $(if $(LLAMA_LIB),$(if $(wildcard $(LLAMA_LIB)/libllama.so),,$(wildcard $(LLAMA_LIB)/libllama.a $(LLAMA_LIB)/libggml*.a)))
LLAMA_LIBS   := $(if $(LLAMA_BUILT),-L$(LLAMA_LIB) -lllama -lggml -lggml-cpu -lggml-base -l:libstdc++.a -ldl,\
                  $(if $(LLAMA),$(shell $(LLAMA_PC) --libs llama)))

STD  := -std=c17 -D_POSIX_C_SOURCE=200809L
WARN := -Wall -Wextra -Wpedantic -Wconversion -Wdouble-promotion -Wshadow -Wvla \
        -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual -Wwrite-strings \
        -Wundef -Wformat=2 -Wswitch-enum -Wnull-dereference
# No -ffast-math, no contraction: the same input gives the same bits everywhere.
MATH := -ffp-contract=off

OPT_release  := -O2 -g
OPT_dev      := -O0 -g3 -Werror
OPT_asan     := -O1 -g -Werror -fsanitize=address,undefined -fno-sanitize-recover=all
OPT_tsan     := -O1 -g -Werror -fsanitize=thread
OPT_coverage := -O0 -g --coverage
OPT_fuzz     := -O1 -g -fsanitize=fuzzer-no-link,address,undefined \
                -fno-sanitize-recover=all

DEFINES    := $(if $(YYJSON),-DASSAY_YYJSON=1) $(if $(filter openblas,$(BLAS)),-DASSAY_LAPACK=1) $(LLAMA_CFLAGS)
ALL_CFLAGS := $(STD) $(WARN) $(MATH) $(OPT_$(MODE)) -pthread -I. $(DEFINES) \
              $(shell pkg-config --cflags $(PKGS) $(YYJSON) 2>/dev/null) $(CFLAGS)
LIBS       := -Wl,--as-needed $(filter-out -lgslcblas,$(shell pkg-config --libs $(PKGS) $(YYJSON) 2>/dev/null)) $(BLAS_LIBS) \
              $(LLAMA_LIBS) -lm -pthread -ldl
# The program takes static archives where all of them are there, as Debian's packages have them: the
# shared ones, of which libarchive's loads libxml2 and ICU, make it take four times as long to start.
# What nobody calls stays out, such as the writers of libarchive that would need libxml2.
ARCHIVES   := $(shell for name in $(STATICS); do $(CC) -print-file-name=lib$$name.a; done 2>/dev/null) $(BLAS_ARCHIVE)
STATIC     ?= $(if $(filter-out /%,$(ARCHIVES)),,yes)
TOOL_LIBS  := -Wl,--gc-sections $(if $(STATIC),$(ARCHIVES)) $(LIBS)
# GLPK: what metrics load when they need it, tests call by themselves to check them.
TEST_LIBS  := $(shell pkg-config --libs check 2>/dev/null) $(LIBS) -lglpk
# Where DuckDB's library is, which is loaded when a Parquet file is read.
DUCKDB     := $(shell pkg-config --variable=libdir duckdb 2>/dev/null)
LIBRARIES  := $(shell (for p in $(PKGS) $(YYJSON); do \
                echo "$$p $$(pkg-config --modversion $$p)"; done 2>/dev/null; echo "$(BLAS_NAME)") | paste -sd, | \
                sed 's/,/, /g')

SRC      := $(sort $(wildcard harness/core/*.c harness/run/*.c metrics/*.c suites/*.c \
                    suites/*/*.c adapters/*.c adapters/*/*.c reports/*.c reports/*/*.c))
# The adapter gguf, or what it says where libllama is missing.
SRC      := $(filter-out $(if $(LLAMA),adapters/gguf_absent.c,$(filter-out \
                    adapters/gguf.c adapters/gguf_absent.c,$(wildcard adapters/gguf*.c)) adapters/hf_load.c),$(SRC))
CLI_SRC  := $(sort $(wildcard harness/cli/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
CASE_SRC := $(sort $(wildcard tests/cases/*.c))
FUZZ_SRC := $(sort $(wildcard tests/fuzz/fuzz_*.c))
OBJ      := $(SRC:%.c=$(OUT)/obj/%.o)
CLI_OBJ  := $(CLI_SRC:%.c=$(OUT)/obj/%.o)
UNIT_OBJ := $(UNIT_SRC:%.c=$(OUT)/obj/%.o)
CASE_OBJ := $(CASE_SRC:%.c=$(OUT)/obj/%.o)
STUB_OBJ := $(patsubst %.c,$(OUT)/obj/%.o,$(sort $(wildcard tests/stub/*.c)))
FUZZ_OBJ := $(FUZZ_SRC:%.c=$(OUT)/obj/%.o) $(OUT)/obj/tests/fuzz/driver.o
FUZZ     := $(FUZZ_SRC:tests/fuzz/%.c=$(OUT)/tests/%)
FILES    := $(sort $(wildcard */*.[ch] */*/*.[ch]))
TOOLS    := $(patsubst tests/tools/%.c,$(OUT)/tests/%,$(filter-out $(if $(LLAMA),,%_gguf.c), \
                    $(wildcard tests/tools/*.c)))
BENCHES  := $(addprefix $(OUT)/tests/bench/,make_pairs time_bootstrap time_bon time_paired time_distance time_distance_models time_mdp distance_coverage fit_coverage sampled_coverage turn_alarms score_server $(if $(LLAMA),time_gguf gguf_peer))
# Cases and stored fuzz inputs are the work of one thread, which the thread sanitizer has nothing to say of.
TESTS    := $(OUT)/tests/unit $(TOOLS) $(if $(filter tsan,$(MODE)),,$(if $(CASE_SRC),$(OUT)/tests/cases) $(FUZZ))

.PHONY: all
all: $(OUT)/libassay.a $(OUT)/assay ## build the library and the tool

$(OUT)/libassay.a: $(OBJ)
	@rm -f $@
	$(SAY)$(AR) rcs $@ $^

$(OUT)/assay: $(CLI_OBJ) $(OUT)/libassay.a
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(TOOL_LIBS)

$(OUT)/tests/unit: $(UNIT_OBJ) $(OUT)/libassay.a
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(TEST_LIBS)

$(OUT)/tests/cases: $(CASE_OBJ) $(OUT)/libassay.a
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

# What tests make their inputs with, one source each.
$(TOOLS): $(OUT)/tests/%: $(OUT)/obj/tests/tools/%.o $(OUT)/libassay.a
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

$(OUT)/tests/http_server: LIBS += -lssl
$(OUT)/tests/make_page: $(addprefix $(OUT)/obj/tests/unit/,page_fixture.o report_fixture.o)
$(OUT)/tests/stub_server: $(STUB_OBJ)

# Programs of tests/bench, one source each.
$(OUT)/tests/bench/%: $(OUT)/obj/tests/bench/%.o $(OUT)/libassay.a
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ $(LIBS)

$(OUT)/tests/fuzz_page: $(OUT)/obj/tests/unit/page_fixture.o
# A fuzz target and a main of its own: libFuzzer's in MODE=fuzz, else one that replays files.
$(OUT)/tests/fuzz_%: $(OUT)/obj/tests/fuzz/fuzz_%.o $(OUT)/libassay.a \
                     $(if $(filter fuzz,$(MODE)),,$(OUT)/obj/tests/fuzz/driver.o)
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CFLAGS) $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer) $(LDFLAGS) -o $@ \
	  $(filter %.o,$^) $(filter %.a,$^) $(LIBS)

$(OUT)/obj/%.o: %.c $(OUT)/flags
	@mkdir -p $(@D)
	$(SAY)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$(OUT)/obj/harness/core/version.o: \
  ALL_CFLAGS += -DASSAY_VERSION='"$(VERSION)"' -DASSAY_LIBRARIES='"$(LIBRARIES)"'
# What kept answers depend on beside the model: the sources that answers come from, and libllama's build
# where it is linked in.
ANSWERING := $(sort $(wildcard adapters/*.[ch] adapters/*.def adapters/*/*.[ch] adapters/*/*.def harness/core/*.[ch] metrics/*.[ch]))
$(OUT)/sources.h: $(ANSWERING)
	@mkdir -p $(@D)
	@echo "#define ASSAY_SOURCES \"$$(cat $^ | sha256sum | cut -c 1-64)\"" >$@
$(OUT)/llama_build.h: $(sort $(LLAMA_BUILT))
	@mkdir -p $(@D)
	@echo "#define ASSAY_LLAMA_BUILD \"$$(cat $^ | sha256sum | cut -c 1-64)\"" >$@
$(OUT)/obj/harness/core/version.o: $(OUT)/sources.h
$(OUT)/obj/harness/core/version.o: ALL_CFLAGS += -include $(OUT)/sources.h
ifneq ($(LLAMA_BUILT),)
$(OUT)/obj/adapters/gguf_engine.o: $(OUT)/llama_build.h
$(OUT)/obj/adapters/gguf_engine.o: ALL_CFLAGS += -include $(OUT)/llama_build.h
endif
$(OUT)/obj/harness/core/place.o: ALL_CFLAGS += -DASSAY_SHAREDIR='"$(PREFIX)/share/assay"' \
  $(if $(DUCKDB),-DASSAY_LIBDIR='"$(DUCKDB)"')

# Changes when flags do, so that a library installed later is noticed.
FLAGS := $(CC) $(ALL_CFLAGS) $(TOOL_LIBS) $(VERSION) $(PREFIX) $(LIBDIR)
$(OUT)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS)' | cmp -s - $@ || echo '$(FLAGS)' >$@
.SECONDARY: $(FUZZ_OBJ)
.PHONY: FORCE
FORCE:

.PHONY: dev
dev: ## build with all warnings as errors and no optimisation
	$(MAKE) MODE=dev all

.PHONY: deps
deps: ## install the Debian packages that building, the demo and the tests need
	tests/deps.sh build demo check

.PHONY: deps-llama
deps-llama: ## fetch and build libllama, which runs GGUF models; then build again
	tests/deps.sh llama
	tests/deps_llama.sh $(LLAMA_DIR)

.PHONY: deps-llama-server
deps-llama-server: ## build llama-server of the same sources, which a long test holds against them
	tests/deps.sh llama
	tests/deps_llama.sh $(LLAMA_DIR) server

# Make reads the libraries' flags before it runs anything, so what needs packages starts anew.
AGAIN = $(MAKE) $(if $(findstring -j,$(MAKEFLAGS)),,-j$(JOBS)) --no-print-directory

.PHONY: deps-parquet
deps-parquet: ## get DuckDB's library, with which Parquet files are read
	tests/deps.sh parquet

.PHONY: check
check: ## run the tests (MODE=asan or MODE=tsan for sanitizers)
	@tests/deps.sh build check
	@[ -z "$$ASSAY_DATA" ] || $(MAKE) --no-print-directory deps-llama
	@$(AGAIN) programs
	@tests/check.sh $(OUT)

.PHONY: programs
programs: layers all $(TESTS)

# Some of them alone: make check-long LONG='dist install'.
LONG ?=
LONG_DEPS := slurm valgrind http2 fuse latex examples completion debian
.PHONY: check-long
check-long: ## run the tests that take longer or need more of the machine
	@tests/deps.sh build check $(if $(LONG),$(filter $(LONG_DEPS),$(LONG:valgrind_gguf=valgrind)),$(LONG_DEPS))
	@$(AGAIN) programs $(OUT)/tests/bench/score_server
	@tests/golden/run.sh $(OUT) tests/long $(LONG)

.PHONY: check-all
check-all: ## run the tests in every mode, then the long ones
	for mode in release dev asan tsan; do $(MAKE) MODE=$$mode check || exit 1; done
	$(MAKE) check-long

.PHONY: golden
golden: programs ## run the command-line tests alone
	@tests/deps.sh parquet || :
	tests/golden/run.sh $(OUT)

.PHONY: golden-accept
golden-accept: programs ## take what the command-line tests print now as right; read the diff!
	tests/golden/run.sh --accept $(OUT)

FUZZ_SECONDS ?= 300
.PHONY: fuzz
fuzz: ## fuzz every parser for FUZZ_SECONDS each, with clang
	$(AGAIN) MODE=fuzz CC=clang fuzzers
	tests/fuzz/run.sh build/fuzz/tests $(FUZZ_SECONDS)

.PHONY: fuzzers
fuzzers: $(FUZZ)

# Some of them alone: make bench BENCH='clients gguf'; tests/bench/README.md has them all.
BENCH ?= run bon paired distance distance_models distance_sparse clients signals studies progress $(if $(LLAMA),gguf)
.PHONY: bench
bench: programs $(BENCHES) ## measure speed and memory against their limits (BENCH='gguf clients': these)
	for name in $(BENCH); do tests/bench/$$name.sh $(OUT) || exit 1; done

.PHONY: coverage
coverage: ## statement coverage of the tests; fails below 90 % in core, metrics and suites
	@tests/deps.sh build check
	@find build/coverage -name '*.gcda' -delete 2>/dev/null || :
	@$(AGAIN) MODE=coverage check
	@tests/coverage.sh build/coverage

.PHONY: layers
layers:
	@tests/lint/layers.sh

.PHONY: lint
lint: ## hold the sources against every rule that a machine can check
	@tests/deps.sh build lint
	@$(AGAIN) all
	tests/lint/run.sh $(JOBS) $(OUT)/libassay.a $(STD) -I. $(DEFINES) \
	  -DASSAY_VERSION='""' -DASSAY_LIBRARIES='""' -DASSAY_SHAREDIR='""'

.PHONY: format
format: ## rewrite the sources in house style
	clang-format -i $(FILES)

SHARE := $(DESTDIR)$(PREFIX)/share
LIB   := $(DESTDIR)$(LIBDIR)
# What programs of others that call metrics and readers are linked with: pkg-config --static --cflags --libs assay.
HEADERS := $(filter-out tests/%,$(filter %.h,$(FILES)) $(wildcard */*.def */*/*.def))
PC_LIBS := $(patsubst -L$(LLAMA_DIR)/lib,-L$${libdir}/assay,$(subst $(OUT)/libassay.a,-lassay,$(LIBS)))

$(OUT)/assay.pc: $(OUT)/flags
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$(patsubst $(PREFIX)/%,$${prefix}/%,$(LIBDIR))' 'includedir=$${prefix}/include/assay' \
	  'suitesdir=$${prefix}/share/assay/suites' '' 'Name: assay' 'Description: measures reward models' \
	  'Version: $(VERSION)' 'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -lassay' 'Libs.private: $(PC_LIBS)' >$@

.PHONY: pictures
pictures: demo ## draw the pictures of README.md from what the demo measured
	install -d docs/pictures
	install -m 644 build/demo/report/core-sections.svg docs/pictures/sections.svg
	install -m 644 build/demo/comparison/core-linear-accuracy.svg docs/pictures/comparison.svg

.PHONY: man
man: all ## write into the manual pages what the program says of its commands and options
	sh docs/man/refresh.sh "$(CURDIR)/$(OUT)/assay"

.PHONY: install
install: all $(OUT)/assay.pc ## install under $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/assay/suites $(SHARE)/doc/assay/examples
	install -m 755 $(OUT)/assay $(DESTDIR)$(PREFIX)/bin/
	install -m 644 data_manifest.txt $(SHARE)/assay/
	install -m 644 $(wildcard suites/*.yaml) $(SHARE)/assay/suites/
	for page in docs/man/*.[157]; do install -D -m 644 $$page $(SHARE)/man/man$${page##*.}/$${page##*/}; done
	install -d $(SHARE)/bash-completion/completions $(SHARE)/fish/vendor_completions.d $(SHARE)/zsh/site-functions
	$(OUT)/assay completion bash >$(SHARE)/bash-completion/completions/assay
	$(OUT)/assay completion fish >$(SHARE)/fish/vendor_completions.d/assay.fish
	$(OUT)/assay completion zsh >$(SHARE)/zsh/site-functions/_assay
	for file in $(HEADERS); do install -D -m 644 $$file $(DESTDIR)$(PREFIX)/include/assay/$$file || exit 1; done
	install -D -m 644 $(OUT)/libassay.a $(LIB)/libassay.a
	install -D -m 644 $(OUT)/assay.pc $(LIB)/pkgconfig/assay.pc
	for file in $(LLAMA_BUILT); do install -D -m 644 $$file $(LIB)/assay/$${file##*/} || exit 1; done
	install -m 644 docs/WORKER.md docs/SUITES.md docs/WORLDS.md docs/METRICS.md docs/tutorial.md docs/GATES.md docs/NIGHTLY.md docs/PAPER.md docs/LOGS.md docs/SIGNALS.md $(SHARE)/doc/assay/
	install -m 644 $(wildcard docs/examples/*) $(SHARE)/doc/assay/examples/
	if [ -r build/deps/libduckdb.so ]; then \
	  install -D -m 644 build/deps/libduckdb.so $(DESTDIR)$(PREFIX)/lib/assay/libduckdb.so; fi

.PHONY: uninstall
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/assay $(patsubst docs/man/%,$(SHARE)/man/man*/%,$(wildcard docs/man/*.[157]))
	rm -f $(SHARE)/bash-completion/completions/assay $(SHARE)/fish/vendor_completions.d/assay.fish \
	  $(SHARE)/zsh/site-functions/_assay $(LIB)/libassay.a $(LIB)/pkgconfig/assay.pc
	rm -rf $(SHARE)/assay $(SHARE)/doc/assay $(LIB)/assay $(DESTDIR)$(PREFIX)/lib/assay $(DESTDIR)$(PREFIX)/include/assay

.PHONY: dist
dist: ## pack the committed sources as build/assay-VERSION.tar.xz
	@mkdir -p build
	git archive --format=tar --prefix=assay-$(VERSION)/ HEAD | xz >build/assay-$(VERSION).tar.xz
	@echo build/assay-$(VERSION).tar.xz

.PHONY: demo
demo: ## install what it needs, build, and compare two small models in a report
	@tests/deps.sh build demo
	@$(AGAIN) all
	@tests/demo.sh $(OUT)

.PHONY: clean
clean: ## remove everything that make made
	rm -rf build

.PHONY: help
help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 17

-include $(OBJ:.o=.d) $(CLI_OBJ:.o=.d) $(UNIT_OBJ:.o=.d) $(CASE_OBJ:.o=.d) $(FUZZ_OBJ:.o=.d)
-include $(STUB_OBJ:.o=.d)
-include $(wildcard $(OUT)/obj/tests/bench/*.d $(OUT)/obj/tests/tools/*.d)
