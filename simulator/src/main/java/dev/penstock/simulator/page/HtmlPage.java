package dev.penstock.simulator.page;

import dev.penstock.simulator.server.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** The page for people: one file, which loads nothing from elsewhere and may run nothing but its own script. */
final class HtmlPage {

    private static final String FILE = "page.html";

    private final byte[] bytes;
    private final Map<String, String> headers;

    private HtmlPage(byte[] bytes, Map<String, String> headers) {
        this.bytes = bytes;
        this.headers = headers;
    }

    static HtmlPage load() {
        try (InputStream in = HtmlPage.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing");
            }
            byte[] bytes = in.readAllBytes();
            String html = new String(bytes, StandardCharsets.UTF_8);
            String policy =
                    "default-src 'none'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
                            + " frame-ancestors 'none'; script-src '" + digest(html, "script") + "'; style-src '"
                            + digest(html, "style") + "'";
            return new HtmlPage(
                    bytes,
                    Map.of(
                            "Content-Security-Policy", policy,
                            "Cache-Control", "no-store",
                            "X-Content-Type-Options", "nosniff",
                            "X-Frame-Options", "DENY",
                            "Referrer-Policy", "no-referrer"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Reply reply() {
        return Reply.of(200, "text/html; charset=utf-8", bytes, headers);
    }

    /** What a content security policy names the one script or style of the page by. */
    private static String digest(String html, String element) {
        int start = html.indexOf('<' + element + '>') + element.length() + 2;
        String content = html.substring(start, html.indexOf("</" + element + '>'));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
