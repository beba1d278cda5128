package dev.penstock.lambda.source;

import dev.penstock.artifact.BundleReader;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.FolderRemoval;
import dev.penstock.secret.Secret;
import dev.penstock.source.SourceException;
import dev.penstock.source.SourceLocation;
import dev.penstock.source.SourceLocation.GitReference;
import dev.penstock.source.SourceRepository;
import dev.penstock.source.SourceRevision;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Repositories of GitHub by its REST API: a commit by "Get a commit", its files by "Download a repository archive (zip)". What Git
 * itself keeps beside the files (submodules, files of LFS) is not in an archive.
 */
public final class GitHubArchives implements SourceRepository {

    /** Where GitHub's own API answers; that of a GitHub Enterprise Server is {@code https://HOST/api/v3}. */
    public static final URI PUBLIC_API = URI.create("https://api.github.com");

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final String api;
    private final String host;
    private final Pattern repositories;
    private final Supplier<Optional<Secret>> token;
    private final Supplier<HttpClient> clients;
    private @Nullable HttpClient client;

    /**
     * Repositories.
     *
     * @param api {@link #PUBLIC_API}, or that of a GitHub Enterprise Server, whose repositories are those of the same host
     * @param token that may read the repositories; absent where they are public. Asked for at each call
     */
    public GitHubArchives(URI api, Supplier<Optional<Secret>> token) {
        String text = api.toString();
        this.api = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        this.host = api.equals(PUBLIC_API) ? "github.com" : api.getHost();
        String quoted = Pattern.quote(host);
        this.repositories = Pattern.compile("(?:https://" + quoted + "/|git@" + quoted + ":|ssh://git@" + quoted + "/)"
                + "([A-Za-z0-9-]+/[A-Za-z0-9._-]+?)(?:\\.git)?/?");
        this.token = token;
        // Redirects are followed here, so that the token goes to the API and to nobody else.
        this.clients = () -> HttpClient.newBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public SourceRevision resolve(SourceLocation location) throws IOException {
        SourceLocation.Git git = git(location);
        String repository = repository(git);
        String reference = switch (git.reference()) {
            case GitReference.Branch(String name) -> "heads/" + name;
            case GitReference.Tag(String name) -> "tags/" + name;
            case GitReference.Commit(String id) -> id;
        };
        URI asked = URI.create(
                api + "/repos/" + repository + "/commits/" + URLEncoder.encode(reference, StandardCharsets.UTF_8));
        JsonNode answer = json(send(asked, HttpResponse.BodyHandlers.ofInputStream(), true), repository, reference);
        JsonNode commit = answer.path("commit");
        String message = commit.path("message").asString("");
        return new SourceRevision(
                answer.path("sha").asString(""),
                message.lines().findFirst().orElse(""),
                Optional.of(new SourceRevision.Commit(
                        answer.path("sha").asString(""),
                        message,
                        commit.path("author").path("date").asString(""),
                        commit.path("committer").path("date").asString(""),
                        git.reference() instanceof GitReference.Branch(String name) ? name : "")));
    }

    @Override
    public void export(SourceLocation location, SourceRevision revision, Path bundle) throws IOException {
        String repository = repository(git(location));
        URI asked = URI.create(api + "/repos/" + repository + "/zipball/" + revision.revisionId());
        Path folder = Files.createTempDirectory(bundle.toAbsolutePath().getParent(), "archive-");
        try {
            Path archive = folder.resolve("archive.zip");
            download(asked, archive, repository, revision);
            Path files = Files.createDirectory(folder.resolve("files"));
            new BundleReader().unpack(archive, files);
            // An archive of GitHub has everything in one folder, named by repository and commit.
            try (Stream<Path> top = Files.list(files)) {
                List<Path> all = top.toList();
                Path root = all.size() == 1 && Files.isDirectory(all.getFirst()) ? all.getFirst() : files;
                new BundleWriter().folder(root).write(bundle);
            }
        } finally {
            FolderRemoval.whole(folder);
        }
    }

    private void download(URI asked, Path target, String repository, SourceRevision revision) throws IOException {
        HttpResponse<InputStream> answer = send(asked, HttpResponse.BodyHandlers.ofInputStream(), true);
        if (answer.statusCode() == 302) {
            Optional<String> where = answer.headers().firstValue("location");
            answer.body().close();
            answer = send(asked.resolve(where.orElse("")), HttpResponse.BodyHandlers.ofInputStream(), false);
        }
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode(), repository, revision.revisionId());
            }
            Files.copy(body, target);
        }
    }

    private static JsonNode json(HttpResponse<InputStream> answer, String repository, String reference)
            throws IOException {
        try (InputStream body = answer.body()) {
            if (answer.statusCode() != 200) {
                throw refused(answer.statusCode(), repository, reference);
            }
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new SourceException("GitHub's answer about '" + repository + "' is no JSON.", true, e);
        }
    }

    private static SourceException refused(int status, String repository, String reference) {
        String what = "'" + reference + "' of the repository '" + repository + "'";
        IOException cause = new IOException("HTTP " + status);
        return switch (status) {
            case 401, 403 ->
                new SourceException(
                        "GitHub does not let " + what + " be read (HTTP " + status
                                + "). Give the runner a token that may read contents, or wait if its rate is"
                                + " exhausted.",
                        false,
                        cause);
            case 404, 422 ->
                new SourceException(
                        "GitHub knows no " + what + ", or the token may not see it (HTTP " + status + ").",
                        false,
                        cause);
            case 429 ->
                new SourceException("GitHub was asked too often; " + what + " is asked for again.", true, cause);
            default ->
                new SourceException(
                        "GitHub answered HTTP " + status + " to a question about " + what + ".", status >= 500, cause);
        };
    }

    private <T> HttpResponse<T> send(URI asked, HttpResponse.BodyHandler<T> body, boolean authorized)
            throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(asked)
                .timeout(PATIENCE)
                .header("Accept", "application/vnd.github+json")
                .header("X-GitHub-Api-Version", "2022-11-28")
                .header("User-Agent", "penstock");
        if (authorized) {
            token.get().ifPresent(secret -> request.header("Authorization", "Bearer " + secret.reveal()));
        }
        try {
            return client().send(request.build(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SourceException("The question to GitHub was interrupted.", true, e);
        } catch (IOException e) {
            throw new SourceException("GitHub cannot be reached at " + asked.getHost() + ": " + e, true, e);
        }
    }

    private synchronized HttpClient client() {
        HttpClient known = client;
        if (known == null) {
            known = clients.get();
            client = known;
        }
        return known;
    }

    private SourceLocation.Git git(SourceLocation location) throws SourceException {
        return switch (location) {
            case SourceLocation.Git git -> git;
            case SourceLocation.Directory(Path path) ->
                throw new SourceException("The settings say that a source is in the folder '" + path
                        + "', which a Lambda function does not have. Name its repository ('git: https://" + host
                        + "/…').");
        };
    }

    private String repository(SourceLocation.Git git) throws SourceException {
        Matcher matcher = repositories.matcher(git.url());
        if (!matcher.matches()) {
            throw new SourceException("A Lambda function brings sources from " + host + " only, not from '" + git.url()
                    + "'. Have a worker or a build server run this pipeline.");
        }
        return matcher.group(1);
    }
}
