package dev.penstock.simulator.page;

import dev.penstock.simulator.wire.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A Chromium without a window, driven by the Chrome DevTools protocol. Where there is none, the test is skipped with the
 * reason, or fails if {@code PENSTOCK_REQUIRE_BROWSER} is {@code true}.
 */
final class Browser implements AutoCloseable {

    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome");
    private static final String LISTENING = "DevTools listening on ";
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Integer, CompletableFuture<Map<?, ?>>> waiting = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    private Browser(Process process, Path folder, URI target) {
        this.process = process;
        this.folder = folder;
        this.socket =
                http.newWebSocketBuilder().buildAsync(target, new Listener()).join();
    }

    static Browser start() throws IOException, InterruptedException {
        Optional<Path> program = program();
        if (program.isEmpty()) {
            String missing = "no Chromium on the PATH: none of " + NAMES;
            if ("true".equals(System.getenv("PENSTOCK_REQUIRE_BROWSER"))) {
                Assertions.fail(missing);
            }
            Assumptions.abort(missing);
        }
        Path folder = Files.createTempDirectory("browser");
        Process process = new ProcessBuilder(
                        program.orElseThrow().toString(),
                        "--headless=new",
                        // Tests may run as root, which Chromium's sandbox does not take; the one page is our own.
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--hide-scrollbars",
                        "--window-size=1200,900",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + folder,
                        "about:blank")
                .redirectErrorStream(true)
                .start();
        try {
            String browser = listening(process);
            return new Browser(process, folder, page(URI.create(browser)));
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** Goes to an address, and waits until it has loaded. */
    void open(URI address) {
        call("Runtime.enable", "{}");
        call("Log.enable", "{}");
        call("Page.enable", "{}");
        call("Page.navigate", "{\"url\":\"" + address + "\"}");
        await("document.readyState === 'complete' && location.href === '" + address + "'");
    }

    /** Waits until a condition holds on the page. */
    void await(String condition) {
        Map<?, ?> result = evaluate("new Promise((ok, no) => { const end = Date.now() + " + PATIENCE_SECONDS * 1000
                + "; const check = () => (" + condition + ") ? ok(true) : Date.now() > end ? ok(false)"
                + " : setTimeout(check, 20); check(); })");
        if (!Boolean.TRUE.equals(result.get("value"))) {
            throw new AssertionError("never true: " + condition + "\n" + text("document.body.innerText"));
        }
    }

    /** The value of an expression of kind text. */
    String text(String expression) {
        return String.valueOf(evaluate(expression).get("value"));
    }

    /** Presses a key where the focus is. */
    void press(String key, int code) {
        for (String type : List.of("keyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    "{\"type\":\"" + type + "\",\"key\":\"" + key + "\",\"windowsVirtualKeyCode\":" + code
                            + (key.equals("Enter") && type.equals("keyDown") ? ",\"text\":\"\\r\"" : "") + "}");
        }
    }

    /** Shows the page as for somebody who likes it dark, or light. */
    void prefer(String scheme) {
        call(
                "Emulation.setEmulatedMedia",
                "{\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"" + scheme + "\"}]}");
    }

    byte[] screenshot() {
        Object data = call("Page.captureScreenshot", "{\"format\":\"png\"}").get("data");
        return Base64.getDecoder().decode(String.valueOf(data));
    }

    /** Errors in the console, exceptions, and what the page's policy refused. */
    List<String> complaints() {
        return List.copyOf(complaints);
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
        process.destroy();
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            removeFolder();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a helper process of the dying browser still holds stays behind. */
    private void removeFolder() {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.getLogger(Browser.class.getName()).log(System.Logger.Level.DEBUG, "removing " + folder, e);
        }
    }

    private Map<?, ?> evaluate(String expression) {
        Map<?, ?> answer = call(
                "Runtime.evaluate",
                "{\"awaitPromise\":true,\"returnByValue\":true,\"expression\":" + quoted(expression) + "}");
        if (answer.get("exceptionDetails") != null) {
            throw new AssertionError(expression + ": " + answer);
        }
        return (Map<?, ?>) Objects.requireNonNull(answer.get("result"));
    }

    private Map<?, ?> call(String method, String parameters) {
        int id = calls.incrementAndGet();
        CompletableFuture<Map<?, ?>> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        socket.sendText("{\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":" + parameters + "}", true)
                .join();
        Map<?, ?> said =
                answer.orTimeout(PATIENCE_SECONDS + 10, TimeUnit.SECONDS).join();
        if (said.get("result") instanceof Map<?, ?> result) {
            return result;
        }
        throw new AssertionError(method + ": " + said);
    }

    private void heard(Map<?, ?> message) {
        if (message.get("id") instanceof Long id) {
            CompletableFuture<Map<?, ?>> answer = waiting.remove(id.intValue());
            if (answer != null) {
                answer.complete(message);
            }
            return;
        }
        String method = String.valueOf(message.get("method"));
        String what = String.valueOf(message.get("params"));
        boolean complains = method.equals("Runtime.exceptionThrown")
                || (method.equals("Runtime.consoleAPICalled") && what.contains("type=error"))
                || (method.equals("Log.entryAdded") && what.contains("level=error"));
        if (complains) {
            complaints.add(what);
        }
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static String listening(Process process) throws IOException {
        BufferedReader said = process.inputReader();
        List<String> lines = new ArrayList<>();
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread.ofVirtual().start(() -> readOn(said));
                return line.substring(LISTENING.length());
            }
            lines.add(line);
        }
        throw new IOException("Chromium did not start: " + lines);
    }

    /** So that it never waits for somebody to read what it says. */
    private static void readOn(BufferedReader said) {
        try {
            said.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            System.getLogger(Browser.class.getName()).log(System.Logger.Level.DEBUG, "it has ended", e);
        }
    }

    private static URI page(URI browser) throws IOException, InterruptedException {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + browser.getPort() + "/json/new?about:blank"))
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            byte[] target =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
            return URI.create(String.valueOf(((Map<?, ?>) Json.tree(target)).get("webSocketDebuggerUrl")));
        }
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                String message = parts.toString();
                parts.setLength(0);
                heard((Map<?, ?>) Json.tree(message.getBytes(StandardCharsets.UTF_8)));
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }
    }
}
