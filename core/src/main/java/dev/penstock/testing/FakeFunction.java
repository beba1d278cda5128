package dev.penstock.testing;

import dev.penstock.function.AliasRouting;
import dev.penstock.function.FunctionAlias;
import dev.penstock.function.FunctionVersion;
import dev.penstock.function.FunctionVersion.PackageType;
import dev.penstock.function.FunctionVersion.State;
import dev.penstock.function.FunctionVersion.UpdateStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A function of {@link FakeFunctions}. */
final class FakeFunction {

    private static final Duration SETTLING = Duration.ofSeconds(2);

    final String arn;
    final PackageType packageType;
    final Map<String, FunctionAlias> aliases = new LinkedHashMap<>();
    final Map<Integer, FunctionVersion> published = new TreeMap<>();
    String codeSha256;
    private int revision = 1;
    private int revisionOfAliases;
    private Instant changedAt = Instant.MIN;

    /** Whether the last change cannot be carried out. */
    boolean brokenUpdate;

    /** Why versions cannot be invoked that are published; empty if they can. */
    String brokenVersions = "";

    /** The revision that was published last, so that an unchanged one is not published again. */
    private int publishedRevision;

    FakeFunction(String arn, PackageType packageType, String codeSha256) {
        this.arn = arn;
        this.packageType = packageType;
        this.codeSha256 = codeSha256;
    }

    FunctionVersion latest(Instant now) {
        boolean changing = isChanging(now);
        boolean failed = brokenUpdate && !changing;
        return new FunctionVersion(
                arn,
                FunctionVersion.LATEST,
                codeSha256,
                revisionId(now),
                packageType,
                State.ACTIVE,
                "",
                changing ? UpdateStatus.IN_PROGRESS : failed ? UpdateStatus.FAILED : UpdateStatus.SUCCESSFUL,
                failed ? "The image manifest, config or layer media type is not supported." : "",
                "");
    }

    boolean isChanging(Instant now) {
        return now.isBefore(changedAt.plus(SETTLING));
    }

    /** That a change has settled gives a revision of its own. */
    private String revisionId(Instant now) {
        return "revision-" + revision + (isChanging(now) ? "-changing" : "");
    }

    void change(String sha256, Instant now) {
        codeSha256 = sha256;
        changedAt = now;
        revision++;
    }

    /** Another setting, by somebody else: at once. */
    void reconfigure() {
        revision++;
    }

    boolean isUnchanged() {
        return !published.isEmpty() && publishedRevision == revision;
    }

    FunctionVersion publish(String description) {
        int number = published.size() + 1;
        FunctionVersion version = new FunctionVersion(
                arn + ":" + number,
                Integer.toString(number),
                codeSha256,
                "published-" + number,
                packageType,
                brokenVersions.isEmpty() ? State.ACTIVE : State.FAILED,
                brokenVersions,
                UpdateStatus.SUCCESSFUL,
                "",
                description);
        published.put(number, version);
        publishedRevision = revision;
        return version;
    }

    FunctionAlias point(String alias, AliasRouting routing) {
        revisionOfAliases++;
        FunctionAlias made =
                new FunctionAlias(arn + ":" + alias, alias, routing, "alias-revision-" + revisionOfAliases);
        aliases.put(alias, made);
        return made;
    }
}
