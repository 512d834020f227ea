/* A message as a row of pieces, texts and files; see mail_message.h. */
#include "reports/mail_message.h"

#include "reports/mail_header.h"

#include <errno.h>
#include <limits.h>
#include <sha256.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LINE_BYTES 57
#define LINE_CHARACTERS 78 /* 76 and CRLF */
#define BLOCK_LINES 256
#define BOUNDARY_SIZE 64
#define NAME_SIZE 512

/* A text, or a file. */
struct piece {
    char *text;
    size_t length; /* of the text */
    FILE *file;
};

struct mail_message {
    struct piece *pieces; /* the last one is the last line */
    size_t count, at;
    size_t used; /* bytes of the text, or of the block, that were read */
    char block[BLOCK_LINES * LINE_CHARACTERS];
    size_t block_length;
    int64_t size_bytes;
};

static const struct {
    const char *ending, *type;
} types[] = {
    {".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    {".html", "text/html; charset=utf-8"},
    {".csv", "text/csv; charset=utf-8"},
};

static const char *type_of(const char *path)
{
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
        size_t ending = strlen(types[i].ending);
        if (length > ending && strcmp(path + length - ending, types[i].ending) == 0)
            return types[i].type;
    }
    return "application/octet-stream";
}

int64_t mail_message_attached_bytes(int64_t size_bytes)
{
    int64_t lines = (size_bytes + LINE_BYTES - 1) / LINE_BYTES;
    return (size_bytes + 2) / 3 * 4 + lines * 2;
}

/* Base64 can't hold "=_", so no part can hold a boundary. */
static void boundary_make(const struct mail_request *request, const char *which,
                          char boundary[BOUNDARY_SIZE])
{
    snprintf(boundary, BOUNDARY_SIZE, "=_khrop_%.16s_%s", request->key, which);
}

static void write_headers(FILE *out, const struct mail_request *request)
{
    const char *domain = strrchr(request->from, '@');
    char date[DATE_TEXT_SIZE];
    date_format_iso(request->business_on, date);
    mail_header_date(out, request->date_at);
    mail_header_address(out, "From", request->from_name, request->from);
    mail_header_address(out, "To", request->to_name, request->to);
    if (request->reply_to != NULL)
        mail_header_address(out, "Reply-To", "", request->reply_to);
    mail_header_text(out, "Subject", request->subject);
    fprintf(out, "Message-ID: <%.32s.%s%s>\r\n", request->key, date,
            domain != NULL ? domain : "@localhost");
    /* Nobody's "I am on leave" shall come back (RFC 3834; the second line is for Exchange). */
    fputs("Auto-Submitted: auto-generated\r\n"
          "X-Auto-Response-Suppress: All\r\n"
          "MIME-Version: 1.0\r\n",
          out);
}

/* Lines of a text end in CRLF before they are encoded (RFC 2046, 4.1.1). */
static void write_text_part(FILE *out, const char *boundary, const char *subtype, const char *text)
{
    char *lines = NULL;
    size_t length = 0;
    FILE *wide = open_memstream(&lines, &length);
    fprintf(out,
            "--%s\r\nContent-Type: text/%s; charset=utf-8\r\n"
            "Content-Transfer-Encoding: base64\r\n\r\n",
            boundary, subtype);
    for (; wide != NULL && *text != '\0'; text++) {
        if (*text == '\n')
            fputc('\r', wide);
        fputc(*text, wide);
    }
    if (wide == NULL || fclose(wide) != 0)
        fputs("!", out); /* not base64: there is no memory; the caller's stream fails too */
    else
        mail_base64_lines(out, (const unsigned char *)lines, length);
    free(lines);
    fputs("\r\n", out);
}

static void write_alternatives(FILE *out, const struct mail_request *request)
{
    char boundary[BOUNDARY_SIZE];
    boundary_make(request, "a", boundary);
    fprintf(out, "Content-Type: multipart/alternative;\r\n boundary=\"%s\"\r\n\r\n", boundary);
    write_text_part(out, boundary, "plain", request->plain);
    write_text_part(out, boundary, "html", request->html);
}

/* Up to and with the first file's headers, or up to the last line. */
static void write_head(FILE *out, const struct mail_request *request)
{
    char boundary[BOUNDARY_SIZE], inner[BOUNDARY_SIZE];
    write_headers(out, request);
    if (request->file_count == 0) {
        write_alternatives(out, request);
        return;
    }
    boundary_make(request, "m", boundary);
    boundary_make(request, "a", inner);
    fprintf(out, "Content-Type: multipart/mixed;\r\n boundary=\"%s\"\r\n\r\n--%s\r\n", boundary,
            boundary);
    write_alternatives(out, request);
    fprintf(out, "--%s--\r\n\r\n", inner);
}

/* kpi-2026-11-17.xlsx: of the published file, with its day, in ASCII. */
static void plain_name(const struct mail_request *request, const struct mail_file *file, char *name,
                       size_t size)
{
    const char *slash = strrchr(file->path, '/');
    const char *last = slash == NULL ? file->path : slash + 1, *dot = strrchr(last, '.');
    char date[DATE_TEXT_SIZE];
    size_t stem = dot == NULL ? strlen(last) : (size_t)(dot - last);
    date_format_iso(request->business_on, date);
    snprintf(name, size, "%.*s-%s%s", (int)stem, last, date, dot == NULL ? "" : dot);
}

/* The name that people see stands in Content-Disposition as RFC 2231 has it. Readers older than
 * that look for `name` in Content-Type: there it is in ASCII. Both forms of one parameter side by
 * side, as in HTTP, would be the same parameter twice. */
static void write_file_head(FILE *out, const struct mail_request *request,
                            const struct mail_file *file)
{
    char boundary[BOUNDARY_SIZE], name[NAME_SIZE];
    boundary_make(request, "m", boundary);
    plain_name(request, file, name, sizeof name);
    fprintf(out, "--%s\r\nContent-Type:\r\n %s", boundary, type_of(file->path));
    mail_header_parameter(out, "name", name);
    fputs("\r\nContent-Disposition: attachment", out);
    mail_header_parameter(out, "filename", file->name);
    fputs("\r\nContent-Transfer-Encoding: base64\r\n\r\n", out);
}

static void write_last_line(FILE *out, const struct mail_request *request)
{
    char boundary[BOUNDARY_SIZE];
    boundary_make(request, request->file_count == 0 ? "a" : "m", boundary);
    fprintf(out, "--%s--\r\n", boundary);
}

/* Ends the stream of a piece's text. */
static bool piece_finish(FILE *out, struct error *error)
{
    bool is_good = out != NULL && !ferror(out);
    if (out != NULL && fclose(out) != 0)
        is_good = false;
    return is_good || error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a message");
}

static FILE *piece_begin(struct mail_message *message)
{
    struct piece *piece = &message->pieces[message->count++];
    return open_memstream(&piece->text, &piece->length);
}

static bool add_text(struct mail_message *message, const struct mail_request *request,
                     void (*write)(FILE *out, const struct mail_request *request),
                     struct error *error)
{
    FILE *out = piece_begin(message);
    if (out != NULL)
        write(out, request);
    return piece_finish(out, error);
}

static bool file_is_as_published(FILE *stream, const struct mail_file *file)
{
    char hash[SHA256_DIGEST_STRING_LENGTH];
    unsigned char bytes[16384];
    size_t length;
    int64_t size = 0;
    SHA2_CTX context;
    SHA256Init(&context);
    while ((length = fread(bytes, 1, sizeof bytes, stream)) > 0) {
        SHA256Update(&context, bytes, length);
        size += (int64_t)length;
    }
    SHA256End(&context, hash);
    rewind(stream);
    return size == file->size_bytes && strcmp(hash, file->sha256) == 0;
}

static bool add_file(struct mail_message *message, const struct mail_request *request,
                     const struct mail_file *file, struct error *error)
{
    char path[PATH_MAX];
    FILE *out = piece_begin(message), *stream;
    if (out != NULL)
        write_file_head(out, request, file);
    if (!piece_finish(out, error))
        return false;
    if (snprintf(path, sizeof path, "%s/%s", request->folder, file->path) >= (int)sizeof path)
        return error_set(error, EXIT_CODE_CONFIGURATION, "%s/%s: the path is too long",
                         request->folder, file->path);
    stream = fopen(path, "rbe");
    if (stream == NULL)
        return error_set_errno(error, EXIT_CODE_DATA, errno, "%s can't be attached", path);
    message->pieces[message->count++].file = stream;
    return file_is_as_published(stream, file) ||
           error_set(error, EXIT_CODE_DATA,
                     "%s can't be attached: it is not as it was published; put the published file "
                     "back",
                     path);
}

static void add_sizes(struct mail_message *message, const struct mail_request *request)
{
    for (size_t i = 0; i < message->count; i++)
        message->size_bytes += (int64_t)message->pieces[i].length;
    for (size_t i = 0; i < request->file_count; i++)
        message->size_bytes += mail_message_attached_bytes(request->files[i].size_bytes);
}

static bool is_finished(const struct mail_message *message, const struct piece *piece)
{
    int byte;
    if (piece->file == NULL)
        return message->used == piece->length;
    if (message->used < message->block_length)
        return false;
    byte = fgetc(piece->file);
    return byte == EOF || ungetc(byte, piece->file) == EOF;
}

/* Leaves pieces behind as soon as they are read, so that the last line is seen to come. */
static void go_on(struct mail_message *message)
{
    while (message->at < message->count && is_finished(message, &message->pieces[message->at])) {
        message->at++;
        message->used = message->block_length = 0;
    }
}

bool mail_message_open(struct mail_message **message, const struct mail_request *request,
                       struct error *error)
{
    struct mail_message *made = calloc(1, sizeof *made);
    bool is_good;

    *message = NULL;
    if (made != NULL)
        made->pieces = calloc(2 * request->file_count + 2, sizeof *made->pieces);
    if (made == NULL || made->pieces == NULL) {
        free(made);
        return error_set(error, EXIT_CODE_SOFTWARE, "out of memory for a message");
    }
    is_good = add_text(made, request, write_head, error);
    for (size_t i = 0; is_good && i < request->file_count; i++)
        is_good = add_file(made, request, &request->files[i], error);
    if (!is_good || !add_text(made, request, write_last_line, error)) {
        mail_message_close(made);
        return false;
    }
    add_sizes(made, request);
    go_on(made);
    *message = made;
    return true;
}

void mail_message_close(struct mail_message *message)
{
    if (message == NULL)
        return;
    for (size_t i = 0; i < message->count; i++) {
        free(message->pieces[i].text);
        if (message->pieces[i].file != NULL)
            fclose(message->pieces[i].file);
    }
    free(message->pieces);
    free(message);
}

int64_t mail_message_size(const struct mail_message *message)
{
    return message->size_bytes;
}

/* Fills the block with whole lines of the file's base64. */
static bool block_fill(struct mail_message *message, FILE *file, struct error *error)
{
    unsigned char bytes[BLOCK_LINES * LINE_BYTES];
    size_t length = fread(bytes, 1, sizeof bytes, file);
    message->used = message->block_length = 0;
    if (ferror(file))
        return error_set_errno(error, EXIT_CODE_DATA, errno, "an attached file can't be read");
    for (size_t i = 0; i < length; i += LINE_BYTES) {
        char line[LINE_CHARACTERS];
        size_t part = length - i < LINE_BYTES ? length - i : LINE_BYTES;
        size_t written = mail_base64(bytes + i, part, line);
        memcpy(message->block + message->block_length, line, written);
        memcpy(message->block + message->block_length + written, "\r\n", 2);
        message->block_length += written + 2;
    }
    return true;
}

static void take(struct mail_message *message, const char *from, size_t there, char *buffer,
                 size_t size, size_t *length)
{
    *length = there - message->used < size ? there - message->used : size;
    memcpy(buffer, from + message->used, *length);
    message->used += *length;
}

bool mail_message_read(struct mail_message *message, char *buffer, size_t size, size_t *length,
                       struct error *error)
{
    struct piece *piece = &message->pieces[message->at];
    *length = 0;
    if (message->at == message->count)
        return true;
    if (piece->file == NULL) {
        take(message, piece->text, piece->length, buffer, size, length);
    } else {
        if (message->used == message->block_length && !block_fill(message, piece->file, error))
            return false;
        take(message, message->block, message->block_length, buffer, size, length);
        if (ferror(piece->file))
            return error_set_errno(error, EXIT_CODE_DATA, errno, "an attached file can't be read");
    }
    go_on(message);
    return true;
}

bool mail_message_is_ending(const struct mail_message *message)
{
    return message->at + 1 >= message->count;
}
