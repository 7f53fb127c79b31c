/* history_open.c - an index is opened: whose it is, of which version, and how it is written. */
#include "harness/core/buf.h"
#include "harness/core/file.h"
#include "harness/core/memory.h"
#include "harness/run/history_sql.h"

#include <stdlib.h>
#include <string.h>
#include <sys/vfs.h>
#include <unistd.h>

enum {
    OURS = 0x61737361,   /* application_id: "assa" */
    WAIT_MS = 60 * 1000, /* for another writer */
    TEXT_MAX = 1 << 26   /* bytes of a text in an index */
};

/* Network file systems by statfs(2), where processes of several hosts share no memory, which write-ahead
   logs need (sqlite.org/wal.html). FUSE may be one. */
static const struct {
    unsigned long type;
    const char *name;
} networks[] = {
    {0x6969UL, "NFS"},        {0xff534d42UL, "CIFS"},   {0xfe534d42UL, "SMB"},
    {0x517bUL, "SMB"},        {0x0bd00bd0UL, "Lustre"}, {0x47504653UL, "GPFS"},
    {0x19830326UL, "BeeGFS"}, {0x00c36400UL, "Ceph"},   {0x5346414fUL, "AFS"},
    {0x01021997UL, "9P"},     {0x65735546UL, "FUSE"},   {0x73757245UL, "Coda"},
    {0x65735543UL, "FUSE"},   {0x564cUL, "NCP"},        {0xaad7aaeaUL, "PanFS"},
};

const char *assay_history_network(unsigned long type)
{
    for (size_t i = 0; i < sizeof(networks) / sizeof(networks[0]); i++)
        if (networks[i].type == type)
            return networks[i].name;
    return NULL;
}

static const char *network_of(const char *folder)
{
    struct statfs status;

    if (statfs(folder, &status) != 0)
        return NULL;
    return assay_history_network((unsigned long)status.f_type & 0xffffffffUL);
}

/* The first column of a pragma's answer. */
static enum assay_code ask(struct assay_history_index *index, const char *sql,
                           long long *number, struct assay_buf *text,
                           struct assay_error *err)
{
    sqlite3_stmt *statement = NULL;
    int status = sqlite3_prepare_v2(index->db, sql, -1, &statement, NULL);
    enum assay_code code = ASSAY_OK;

    if (status == SQLITE_OK)
        status = sqlite3_step(statement);
    if (status != SQLITE_ROW) {
        code = assay_history_refused(index, status, err);
    } else {
        const unsigned char *answer = sqlite3_column_text(statement, 0);

        *number = sqlite3_column_int64(statement, 0);
        if (text && answer)
            assay_buf_printf(text, "%s", (const char *)answer);
    }
    (void)sqlite3_finalize(statement);
    return code;
}

/* Write-ahead where that works; else it is said. */
static enum assay_code choose_journal(struct assay_history_index *index,
                                      const char *folder, struct assay_error *note,
                                      struct assay_error *err)
{
    const char *network = network_of(folder);
    struct assay_buf mode = {0};
    long long ignored;
    struct assay_error busy;
    enum assay_code code = ASSAY_OK;

    if (network) {
        (void)assay_fail(note, ASSAY_EIO,
                         "%s: on a network file system (%s), so without a write-ahead "
                         "log: who reads waits for who writes",
                         index->path, network);
        code = ask(index, "PRAGMA journal_mode=DELETE", &ignored, &mode, &busy);
    } else {
        code = ask(index, "PRAGMA journal_mode=WAL", &ignored, &mode, &busy);
        if (!code && !assay_str_equal(assay_buf_view(&mode), ASSAY_STR("wal")))
            (void)assay_fail(note, ASSAY_EIO,
                             "%s: no write-ahead log can be had here (journal mode "
                             "%.*s)",
                             index->path, ASSAY_STR_ARG(assay_buf_view(&mode)));
    }
    assay_buf_release(&mode);
    if (code == ASSAY_EDATA)
        return assay_fail(err, code, "%s", busy.text);
    return assay_history_exec(index, "PRAGMA synchronous=NORMAL", err);
}

static enum assay_code connect(struct assay_history_index *index, bool make,
                               struct assay_error *err)
{
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | (make ? SQLITE_OPEN_CREATE : 0);
    const int status = sqlite3_open_v2(index->path, &index->db, flags, NULL);

    if (status != SQLITE_OK)
        return assay_history_refused(index, status, err);
    (void)sqlite3_busy_timeout(index->db, WAIT_MS);
    (void)sqlite3_limit(index->db, SQLITE_LIMIT_LENGTH, TEXT_MAX);
    (void)sqlite3_db_config(index->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    (void)sqlite3_db_config(index->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return ASSAY_OK;
}

/* Whose the database is. */
struct origin {
    long long program, version, tables;
};

static enum assay_code find_origin(struct assay_history_index *index, struct origin *out,
                                   struct assay_error *err)
{
    enum assay_code code = ask(index, "PRAGMA application_id", &out->program, NULL, err);

    if (!code)
        code = ask(index, "PRAGMA user_version", &out->version, NULL, err);
    if (!code)
        code = ask(index, "SELECT count(*) FROM sqlite_master", &out->tables, NULL, err);
    return code;
}

static enum assay_code check_origin(struct assay_history_index *index,
                                    const struct origin *origin, struct assay_error *err)
{
    if (origin->program != OURS)
        return assay_fail(err, ASSAY_EUSAGE, "%s: is the database of another program",
                          index->path);
    if (origin->version != ASSAY_HISTORY_SCHEMA)
        return assay_fail(err, ASSAY_EDATA,
                          "%s: an index of version %lld, this program's is %d; `assay "
                          "history rebuild` makes it anew",
                          index->path, origin->version, ASSAY_HISTORY_SCHEMA);
    return ASSAY_OK;
}

/* Makes the tables, unless another process just did. */
static enum assay_code make_tables(struct assay_history_index *index,
                                   struct assay_error *err)
{
    struct assay_buf sql = {0};
    struct origin origin = {0};
    enum assay_code code = assay_history_index_begin(index, err);

    if (!code)
        code = find_origin(index, &origin, err);
    if (!code && origin.tables == 0) {
        assay_history_schema(&sql);
        assay_buf_printf(&sql, "PRAGMA application_id=%d; PRAGMA user_version=%d", OURS,
                         ASSAY_HISTORY_SCHEMA);
        code = assay_history_exec(index, sql.data, err);
    }
    if (!code)
        code = assay_history_index_keep(index, err);
    assay_buf_release(&sql);
    return code;
}

static enum assay_code settle(struct assay_history_index *index, const char *folder,
                              bool write, struct assay_error *note,
                              struct assay_error *err)
{
    struct origin origin = {0};
    enum assay_code code = find_origin(index, &origin, err);

    if (!code && write && origin.tables == 0 && origin.program == 0)
        code = make_tables(index, err);
    if (!code)
        code = find_origin(index, &origin, err);
    if (!code)
        code = check_origin(index, &origin, err);
    if (!code && write)
        code = choose_journal(index, folder, note, err);
    return code;
}

static enum assay_code open_once(const char *folder, bool write,
                                 struct assay_history_index **out,
                                 struct assay_error *note, struct assay_error *err)
{
    struct assay_history_index *index = assay_memory_new(1, sizeof(*index));
    enum assay_code code;

    index->path = assay_arena_printf(&index->arena, "%s/" ASSAY_HISTORY_FILE, folder);
    code = connect(index, write, err);
    if (!code)
        code = settle(index, folder, write, note, err);
    if (!code) {
        *out = index;
        return ASSAY_OK;
    }
    assay_history_index_close(index);
    return code;
}

void assay_history_index_remove(const char *folder)
{
    static const char *const endings[] = {"", "-wal", "-shm", "-journal"};
    struct assay_arena arena = {0};

    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
        (void)unlink(assay_arena_printf(&arena, "%s/" ASSAY_HISTORY_FILE "%s", folder,
                                        endings[i]));
    assay_arena_release(&arena);
}

enum assay_code assay_history_index_open(const char *folder,
                                         enum assay_history_access access,
                                         struct assay_history_index **out,
                                         struct assay_error *note,
                                         struct assay_error *err)
{
    const bool write = access != ASSAY_HISTORY_LOOK;
    struct assay_arena arena = {0};
    const bool there =
        assay_file_exists(assay_arena_printf(&arena, "%s/" ASSAY_HISTORY_FILE, folder));
    enum assay_code code = ASSAY_OK;

    *out = NULL;
    assay_arena_release(&arena);
    if (there || write)
        code = open_once(folder, write, out, note, err);
    if (code != ASSAY_EDATA || access != ASSAY_HISTORY_RENEW)
        return code;
    assay_history_index_remove(folder);
    return open_once(folder, write, out, note, err);
}

void assay_history_index_close(struct assay_history_index *index)
{
    if (!index)
        return;
    for (size_t i = 0; i < ASSAY_HISTORY_STATEMENTS; i++)
        (void)sqlite3_finalize(index->statement[i]);
    (void)sqlite3_close(index->db);
    assay_arena_release(&index->arena);
    free(index);
}
