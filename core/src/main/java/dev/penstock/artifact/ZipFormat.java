package dev.penstock.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Numbers of the ZIP file format (PKWARE APPNOTE.TXT 6.3), as far as bundles use them. */
final class ZipFormat {

    static final int LOCAL_SIGNATURE = 0x04034b50;
    static final int LOCAL_SIZE = 30;
    static final int DESCRIPTOR_SIGNATURE = 0x08074b50;
    static final int CENTRAL_SIGNATURE = 0x02014b50;
    static final int CENTRAL_SIZE = 46;
    static final int END_SIGNATURE = 0x06054b50;
    static final int END_SIZE = 22;
    static final int END64_SIGNATURE = 0x06064b50;
    static final int END64_SIZE = 56;
    static final int LOCATOR64_SIGNATURE = 0x07064b50;
    static final int LOCATOR64_SIZE = 20;
    static final int EXTRA64 = 0x0001;

    static final int VERSION = 20;
    static final int VERSION64 = 45;
    static final int HOST_UNIX = 3;
    static final int HOST_MAC = 19;

    static final int FLAG_ENCRYPTED = 1;
    static final int FLAG_DESCRIPTOR = 1 << 3;
    static final int FLAG_UTF8 = 1 << 11;

    static final int STORED = 0;
    static final int DEFLATED = 8;

    /** 1 January 1980, midnight: the first moment that the format can say. */
    static final int FIRST_DATE = 1 << 5 | 1;

    static final long MAX32 = 0xFFFF_FFFFL;
    static final int MAX16 = 0xFFFF;

    static final int MODE_TYPE = 0170000;
    static final int MODE_FILE = 0100000;
    static final int MODE_FOLDER = 0040000;
    static final int MODE_LINK = 0120000;

    private ZipFormat() {}

    static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    static int unixMode(EntryKind kind) {
        return switch (kind) {
            case FILE -> MODE_FILE | 0644;
            case EXECUTABLE -> MODE_FILE | 0755;
            case FOLDER -> MODE_FOLDER | 0755;
            case LINK -> MODE_LINK | 0777;
        };
    }
}
