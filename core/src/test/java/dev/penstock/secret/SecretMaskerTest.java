package dev.penstock.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

final class SecretMaskerTest {

    private static final List<String> SURROUNDINGS =
            List.of("", "x", "ab", "abc", "user:", "AWS:", "{\"k\":\"", "\n", "=", "/", "é", "Ж", "%", "\\", "****");

    private final SecretMasker masker = new SecretMasker();

    /** How programs write a value; the first three see it with its surroundings, as when a whole header is encoded. */
    private static final Map<String, UnaryOperator<String>> ENCODINGS = Map.ofEntries(
            Map.entry("raw", text -> text),
            Map.entry("base64", text -> Base64.getEncoder().encodeToString(utf8(text))),
            Map.entry(
                    "base64url", text -> Base64.getUrlEncoder().withoutPadding().encodeToString(utf8(text))),
            Map.entry("hex", text -> HexFormat.of().formatHex(utf8(text))),
            Map.entry("HEX", text -> HexFormat.of().withUpperCase().formatHex(utf8(text))),
            Map.entry("form", text -> URLEncoder.encode(text, StandardCharsets.UTF_8)),
            Map.entry(
                    "percent",
                    text -> URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20")),
            Map.entry("json", text -> JsonMapper.shared().writeValueAsString(text)),
            Map.entry(
                    "json in json",
                    text -> JsonMapper.shared().writeValueAsString(text).replace("/", "\\/")),
            Map.entry("shell", text -> "'" + text.replace("'", "'\\''") + "'"),
            Map.entry(
                    "html",
                    text -> text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")),
            Map.entry("lines", text -> "> " + text.replace("\n", "\n> ")));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter22",
                "pass word/with+odd&chars=\"quoted\"'<>\\",
                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "grüße-大小-😀",
                "-----BEGIN KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nQz8aAbCdEf+/12==\n-----END KEY-----\n"
            })
    void everyFormOfAValueIsMaskedInAnySurroundings(String value) {
        masker.register(Secret.of(value));

        for (Map.Entry<String, UnaryOperator<String>> encoding : ENCODINGS.entrySet()) {
            for (String before : SURROUNDINGS) {
                for (String after : SURROUNDINGS) {
                    String written = encoding.getValue().apply(before + value + after);
                    String masked = masker.mask(written);
                    assertThat(masked).as(encoding.getKey()).contains("****");
                    assertThat(longestCommon(masked, encoding.getValue().apply(value)))
                            .as("%s of '%s' between '%s' and '%s': %s", encoding.getKey(), value, before, after, masked)
                            .isLessThanOrEqualTo(5);
                }
            }
        }
    }

    @Test
    void aLongValueIsMaskedInBase64ThatIsBrokenIntoLines() {
        var token = new StringBuilder();
        new Random(3).ints(500, '!', '~').forEach(token::appendCodePoint);
        masker.register(Secret.of(token.toString()));

        String broken = Base64.getMimeEncoder().encodeToString(utf8(token.toString()));

        for (String line : broken.lines().toList()) {
            assertThat(masker.mask(line)).isEqualTo("****");
        }
    }

    @Test
    void aValueOfSeveralLinesIsMaskedLineByLine() {
        masker.register(Secret.of("first line\n  second line\r\nxy\n"));

        assertThat(masker.mask("got: second line.")).isEqualTo("got: ****.");
        assertThat(masker.mask("xy")).isEqualTo("xy");
    }

    @Test
    void valuesThatOverlapAreMaskedTogether() {
        masker.register(Secret.of("abcdef"));
        masker.register(Secret.of("defghi"));
        masker.register(Secret.of("abcd"));

        assertThat(masker.mask("<abcdefghi> <abcdef> <abcd> <defghi>")).isEqualTo("<****> <****> <****> <****>");
    }

    @Test
    void upperAndLowerCasePercentEscapesAreTheSameSecret() {
        masker.register(Secret.of("a/b?c=d"));

        assertThat(masker.mask("https://h/?p=a%2fb%3fc%3dd")).isEqualTo("https://h/?p=****");
        assertThat(masker.mask("https://h/?p="
                        + "a%2Fb%3Fc%3Dd"
                                .toUpperCase(Locale.ROOT)
                                .replace('A', 'a')
                                .replace('B', 'b')
                                .replace('C', 'c')
                                .replace("D", "d")
                                .replace("%3d", "%3D")))
                .isEqualTo("https://h/?p=****");
    }

    @Test
    void textWithoutASecretIsTheSameObject() {
        String text = "nothing to hide here";
        assertThat(masker.mask(text)).isSameAs(text);
        masker.register(Secret.of("hunter22"));
        assertThat(masker.mask(text)).isSameAs(text);
    }

    @Test
    void whatIsNoSecretIsLeftAloneHoweverMuchOfItThereIs() {
        var random = new Random(11);
        for (int i = 0; i < 40; i++) {
            byte[] secret = new byte[48];
            random.nextBytes(secret);
            masker.register(Secret.of(Base64.getEncoder().encodeToString(secret)));
        }
        byte[] digest = new byte[32];
        for (int i = 0; i < 5_000; i++) {
            random.nextBytes(digest);
            String text = "sha256:" + HexFormat.of().formatHex(digest);
            assertThat(masker.mask(text)).isSameAs(text);
        }
    }

    @Test
    void shortValuesAreNotMasked() {
        masker.register(Secret.of("abc"));
        masker.register(Secret.of(""));

        assertThat(masker.mask("abc abcabc")).isEqualTo("abc abcabc");
    }

    @Test
    void theRestOfTheTextStaysAsItIs() {
        var random = new Random(11);
        masker.register(Secret.of("Zsecret!"));
        for (int round = 0; round < 500; round++) {
            var text = new StringBuilder();
            var expected = new StringBuilder();
            for (int part = random.nextInt(6); part >= 0; part--) {
                boolean secret = random.nextInt(3) == 0;
                String piece = secret ? "Zsecret!" : "p" + random.nextInt(100) + " ";
                text.append(piece);
                expected.append(secret && !expected.toString().endsWith("****") ? "****" : secret ? "****" : piece);
            }
            assertThat(masker.mask(text.toString())).isEqualTo(expected.toString());
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The length of the longest text that both have. */
    private static int longestCommon(String left, String right) {
        int longest = 0;
        for (int from = 0; from < right.length(); from++) {
            while (from + longest < right.length() && left.contains(right.substring(from, from + longest + 1))) {
                longest++;
            }
        }
        return longest;
    }
}
