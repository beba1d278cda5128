package dev.penstock.simulator.containers;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Makes a tar of files, as engines take build contexts and what is put into containers. Everything belongs to root. */
public final class TarWriter {

    private static final int BLOCK = 512;
    private static final int LONGEST_NAME = 100;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    /** Adds a file. */
    public TarWriter file(String path, byte[] contents, boolean executable) {
        entry(path, '0', contents, executable ? "0000755\0" : "0000644\0", "");
        return this;
    }

    /** Adds a folder. */
    public TarWriter folder(String path) {
        entry(path.endsWith("/") ? path : path + "/", '5', new byte[0], "0000755\0", "");
        return this;
    }

    /** Adds a symbolic link. */
    public TarWriter link(String path, String target) {
        entry(path, '2', new byte[0], "0000777\0", target);
        return this;
    }

    /** All of it, with its end. */
    public byte[] bytes() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(tar.size() + 2 * BLOCK);
        whole.writeBytes(tar.toByteArray());
        whole.writeBytes(new byte[2 * BLOCK]);
        return whole.toByteArray();
    }

    private void entry(String path, char type, byte[] contents, String mode, String target) {
        long name = path.getBytes(StandardCharsets.UTF_8).length;
        if (name > LONGEST_NAME) {
            extension('L', path);
        }
        if (target.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
            extension('K', target);
        }
        write(path, type, contents, mode, target);
    }

    /** GNU tar's way of names that are too long for a header. */
    private void extension(char type, String text) {
        byte[] bytes = (text + "\0").getBytes(StandardCharsets.UTF_8);
        write("././@LongLink", type, bytes, "0000644\0", "");
    }

    private void write(String path, char type, byte[] contents, String mode, String target) {
        byte[] header = new byte[BLOCK];
        put(header, 0, path, LONGEST_NAME);
        put(header, 100, mode, 8);
        put(header, 108, "0000000\0", 8);
        put(header, 116, "0000000\0", 8);
        put(header, 124, String.format(Locale.ROOT, "%011o\0", contents.length), 12);
        put(header, 136, "00000000000\0", 12);
        put(header, 148, "        ", 8);
        header[156] = (byte) type;
        put(header, 157, target, LONGEST_NAME);
        put(header, 257, "ustar  \0", 8);
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format(Locale.ROOT, "%06o\0 ", sum), 8);
        tar.writeBytes(header);
        tar.writeBytes(contents);
        tar.writeBytes(new byte[(BLOCK - contents.length % BLOCK) % BLOCK]);
    }

    private static void put(byte[] header, int at, String text, int longest) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, Math.min(bytes.length, longest));
    }
}
