package dev.penstock.artifact;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes ZIP files that no honest archiver makes. */
final class RawZip {

    static final int LINK = 0120777;
    static final int FILE = 0100644;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<byte[]> directory = new ArrayList<>();

    RawZip add(String name, int mode, String content) {
        return add(name, mode, content.getBytes(StandardCharsets.UTF_8), Lie.NONE);
    }

    RawZip add(String name, int mode, byte[] content, Lie lie) {
        byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
        byte[] packed = deflate(content);
        var crc = new CRC32();
        crc.update(content);
        int value = (int) crc.getValue() ^ (lie == Lie.CHECKSUM ? 1 : 0);
        int size = lie == Lie.SIZE ? content.length - 1 : content.length;
        int flags = lie == Lie.ENCRYPTED ? 1 : 0;
        int method = lie == Lie.METHOD ? 12 : 8;
        int offset = lie == Lie.SAME_BYTES ? 0 : out.size();
        byte[] localBytes = new byte[30 + nameBytes.length];
        ByteBuffer local = ByteBuffer.wrap(localBytes).order(ByteOrder.LITTLE_ENDIAN);
        local.putInt(ZipFormat.LOCAL_SIGNATURE)
                .putShort((short) 20)
                .putShort((short) flags)
                .putShort((short) method);
        local.putInt(0).putInt(value).putInt(packed.length).putInt(size);
        local.putShort((short) nameBytes.length).putShort((short) 0).put(nameBytes);
        out.writeBytes(localBytes);
        out.writeBytes(packed);
        byte[] centralBytes = new byte[46 + nameBytes.length];
        ByteBuffer central = ByteBuffer.wrap(centralBytes).order(ByteOrder.LITTLE_ENDIAN);
        central.putInt(ZipFormat.CENTRAL_SIGNATURE)
                .putShort((short) (3 << 8 | 20))
                .putShort((short) 20);
        central.putShort((short) flags).putShort((short) method).putInt(0).putInt(value);
        central.putInt(packed.length).putInt(size).putShort((short) nameBytes.length);
        central.putShort((short) 0).putShort((short) 0).putShort((short) 0).putShort((short) 0);
        central.putInt(mode << 16).putInt(offset).put(nameBytes);
        directory.add(centralBytes);
        return this;
    }

    private static byte[] deflate(byte[] content) {
        var deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        var packed = new ByteArrayOutputStream();
        byte[] portion = new byte[8192];
        while (!deflater.finished()) {
            packed.write(portion, 0, deflater.deflate(portion));
        }
        deflater.end();
        return packed.toByteArray();
    }

    byte[] bytes() {
        var whole = new ByteArrayOutputStream();
        whole.writeBytes(out.toByteArray());
        int start = whole.size();
        directory.forEach(whole::writeBytes);
        byte[] endBytes = new byte[22];
        ByteBuffer end = ByteBuffer.wrap(endBytes).order(ByteOrder.LITTLE_ENDIAN);
        end.putInt(ZipFormat.END_SIGNATURE).putInt(0);
        end.putShort((short) directory.size()).putShort((short) directory.size());
        end.putInt(whole.size() - start).putInt(start).putShort((short) 0);
        whole.writeBytes(endBytes);
        return whole.toByteArray();
    }

    /** What an entry says of itself that is not so. */
    enum Lie {
        NONE,
        CHECKSUM,
        SIZE,
        ENCRYPTED,
        METHOD,
        SAME_BYTES
    }
}
