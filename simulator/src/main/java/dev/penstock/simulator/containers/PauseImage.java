package dev.penstock.simulator.containers;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The image of the container that holds the network interfaces of a task while its own containers come and go: a file
 * system with one program that waits for ever. It is made here, byte by byte, so that none has to be pulled.
 *
 * @param name with its tag
 * @param machine ELF's number of the processor
 * @param code that waits for ever
 */
record PauseImage(String name, short machine, byte[] code) {

    /** The program's path in the image. */
    static final String PROGRAM = "/pause";

    private static final int HEADERS = 64 + 56;
    private static final long BASE = 0x400000;
    private static final int BLOCK = 512;

    /** mov eax, 34 (pause); syscall; jmp to the start. */
    private static final byte[] X86_64 = {(byte) 0xb8, 0x22, 0, 0, 0, 0x0f, 0x05, (byte) 0xeb, (byte) 0xf7};

    /** x0 to x4 are 0, x8 is 73 (ppoll); svc 0; branch to the start. */
    private static final int[] ARM_64 = {
        0xd2800000, 0xd2800001, 0xd2800002, 0xd2800003, 0xd2800004, 0xd2800928, 0xd4000001, 0x17fffff9
    };

    /**
     * The image for an engine.
     *
     * @param architecture as the engine names it
     */
    static PauseImage of(@Nullable String architecture) {
        String plain = architecture == null ? "" : architecture.toLowerCase(Locale.ROOT);
        boolean arm = plain.startsWith("arm64") || plain.startsWith("aarch64");
        return arm
                ? new PauseImage("penstock-simulator/pause:arm64-1", (short) 183, bytes(ARM_64))
                : new PauseImage("penstock-simulator/pause:amd64-1", (short) 62, X86_64);
    }

    /** What the engine builds it of, as a tar. */
    InputStream context() {
        ByteArrayOutputStream tar = new ByteArrayOutputStream();
        String file = "FROM scratch\nCOPY pause " + PROGRAM + "\n";
        add(tar, "Dockerfile", file.getBytes(StandardCharsets.US_ASCII));
        add(tar, "pause", program());
        tar.writeBytes(new byte[2 * BLOCK]);
        return new ByteArrayInputStream(tar.toByteArray());
    }

    private static void add(ByteArrayOutputStream tar, String name, byte[] contents) {
        tar.writeBytes(header(name, contents.length));
        tar.writeBytes(contents);
        tar.writeBytes(new byte[(BLOCK - contents.length % BLOCK) % BLOCK]);
    }

    /** An ELF executable of one segment. */
    private byte[] program() {
        int size = HEADERS + code.length;
        ByteBuffer elf = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        elf.putShort((short) 2).putShort(machine).putInt(1);
        elf.putLong(BASE + HEADERS).putLong(64).putLong(0).putInt(0);
        elf.putShort((short) 64).putShort((short) 56).putShort((short) 1);
        elf.putShort((short) 64).putShort((short) 0).putShort((short) 0);
        elf.putInt(1).putInt(5).putLong(0).putLong(BASE).putLong(BASE);
        elf.putLong(size).putLong(size).putLong(0x1000);
        elf.put(code);
        return elf.array();
    }

    private static byte[] header(String name, int size) {
        byte[] header = new byte[BLOCK];
        put(header, 0, name);
        put(header, 100, "0000755\0");
        put(header, 108, "0000000\0");
        put(header, 116, "0000000\0");
        put(header, 124, String.format("%011o\0", size));
        put(header, 136, "00000000000\0");
        put(header, 148, "        ");
        header[156] = '0';
        put(header, 257, "ustar\00000");
        int sum = 0;
        for (byte b : header) {
            sum += b & 0xff;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        return header;
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private static byte[] bytes(int[] words) {
        ByteBuffer buffer = ByteBuffer.allocate(words.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int word : words) {
            buffer.putInt(word);
        }
        return buffer.array();
    }
}
