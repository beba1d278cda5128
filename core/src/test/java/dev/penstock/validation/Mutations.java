package dev.penstock.validation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Changes files by chance: the same change for the same seed. */
final class Mutations {

    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\"",
        "'",
        "&a",
        "*a",
        "!Ref ",
        "!Sub ",
        "!If ",
        "<<: ",
        "- ",
        "\n",
        "\r",
        "\t",
        "#",
        "|",
        ">",
        "%",
        "@",
        "`",
        "~",
        "null",
        "true",
        "1e999",
        "-0",
        "0x",
        "\\u",
        "\\",
        "${",
        "}",
        "#{",
        "---\n",
        "...\n",
        "? ",
        "!!binary ",
        "Fn::",
        "\u0000",
        "\u0085",
        "\u2028",
        "\uFEFF",
        "\ud83d\ude00",
        "\u00e9"
    };

    private Mutations() {}

    static byte[] of(byte[] original, Random random) {
        byte[] bytes = original;
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes = once(bytes, random);
        }
        return bytes;
    }

    private static byte[] once(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int length = Math.min(bytes.length - at, random.nextInt(20));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> {
                // Something is left out.
                out.write(bytes, at + length, bytes.length - at - length);
            }
            case 1 -> {
                out.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
                out.write(bytes, at, bytes.length - at);
            }
            case 2 -> {
                // Something is said twice.
                out.write(bytes, at, length);
                out.write(bytes, at, bytes.length - at);
            }
            case 3 -> {
                out.write(random.nextInt(256));
                out.write(bytes, Math.min(at + 1, bytes.length), Math.max(0, bytes.length - at - 1));
            }
            default -> {
                // A piece comes from elsewhere.
                int from = random.nextInt(bytes.length + 1);
                out.write(bytes, from, Math.min(bytes.length - from, random.nextInt(60)));
                out.write(bytes, at, bytes.length - at);
            }
        }
        return out.toByteArray();
    }
}
