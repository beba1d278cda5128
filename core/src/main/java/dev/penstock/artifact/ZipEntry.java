package dev.penstock.artifact;

/**
 * An entry as the directory at the end of a ZIP file has it.
 *
 * @param name as it stands there
 * @param kind what it is
 * @param method how it is compressed
 * @param crc of its content
 * @param compressed bytes in the file
 * @param size bytes unpacked
 * @param header where its local header begins
 */
record ZipEntry(String name, EntryKind kind, int method, long crc, long compressed, long size, long header) {}
