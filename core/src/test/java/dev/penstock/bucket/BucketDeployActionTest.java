package dev.penstock.bucket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.penstock.action.ActionConfiguration;
import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.StepResult;
import dev.penstock.artifact.BundleWriter;
import dev.penstock.artifact.ObjectLocation;
import dev.penstock.execution.ActionFailure;
import dev.penstock.execution.ActionResult;
import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.testing.FakeBuckets;
import dev.penstock.testing.StepFixture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BucketDeployActionTest {

    @TempDir
    Path folder;

    private final FakeBuckets kept = new FakeBuckets();
    private final List<String> puts = Collections.synchronizedList(new ArrayList<>());

    /** The runner dies when this key is to be put. */
    private String deadly = "";

    private final Buckets buckets = new Buckets() {
        @Override
        public Optional<ObjectVersion> look(AwsScope scope, ObjectLocation object, Optional<String> versionId) {
            return kept.look(scope, object, versionId);
        }

        @Override
        public void fetch(AwsScope scope, ObjectLocation object, ObjectVersion version, Path target) {
            throw new AssertionError("nothing is fetched");
        }

        @Override
        public void put(AwsScope scope, Path file, ObjectLocation object, ObjectAttributes attributes) {
            if (object.key().equals(deadly)) {
                throw new IllegalStateException("died");
            }
            puts.add(object.key());
            kept.put(scope, file, object, attributes);
        }

        @Override
        public void copy(AwsScope scope, ObjectLocation from, ObjectLocation to) {
            throw new AssertionError("nothing is copied");
        }
    };

    private final BucketDeployAction action = new BucketDeployAction(buckets, 2);

    private static ActionDeclaration declaration(Map<String, String> configuration) {
        return new ActionDeclaration(
                "Site",
                BucketDeployAction.TYPE,
                1,
                configuration,
                List.of(),
                List.of(),
                List.of("Built"),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty());
    }

    private StepFixture fixture(Map<String, String> configuration, BundleWriter bundle) throws IOException {
        Path own = Files.createTempDirectory(folder, "attempt");
        Path zip = own.resolve("built.zip");
        bundle.write(zip);
        return new StepFixture(declaration(configuration), own).input("Built", zip);
    }

    private StepResult<BucketDeployState> step(StepFixture fixture, int done) throws Exception {
        ActionConfiguration keys = ActionConfiguration.resolved(fixture.declaration());
        BucketDeployConfiguration configuration = action.configure(keys);
        assertThat(keys.problems()).isEmpty();
        return action.step(fixture, configuration, new BucketDeployState(done));
    }

    /** All steps to the end, as an engine asks them. */
    private ActionResult deploy(StepFixture fixture) throws Exception {
        StepResult<BucketDeployState> result = step(fixture, 0);
        while (result instanceof StepResult.Next<BucketDeployState>(BucketDeployState(int done), String summary)) {
            result = step(fixture, done);
        }
        return ((StepResult.Succeed<BucketDeployState>) result).result();
    }

    private Optional<String> content(String key) {
        return kept.content(new ObjectLocation("shop-site", key))
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
    }

    private static BundleWriter site() throws IOException {
        return new BundleWriter()
                .file("index.html", "<p>1")
                .file("a/style.css", "p{}")
                .file("a/app.js", "1")
                .file("about.html", "<p>2")
                .file("a/data", "?")
                .link("a/link.js", "app.js");
    }

    @Test
    void theFilesOfTheArtifactArePutWithTheirTypesAndPagesComeLast() throws Exception {
        ActionResult result = deploy(fixture(
                Map.of(
                        "BucketName", "shop-site",
                        "Extract", "true",
                        "CacheControl", "max-age=60",
                        "CannedACL", "public-read",
                        "KMSEncryptionKeyARN", "arn:aws:kms:eu-west-1:123456789012:alias/site"),
                site()));

        assertThat(content("a/app.js")).contains("1");
        assertThat(content("a/link.js")).contains("1");
        assertThat(kept.attributes(new ObjectLocation("shop-site", "index.html")))
                .contains(new ObjectAttributes(
                        "text/html",
                        Optional.of("max-age=60"),
                        Optional.of("arn:aws:kms:eu-west-1:123456789012:alias/site"),
                        Optional.of(CannedAcl.PUBLIC_READ)));
        assertThat(kept.attributes(new ObjectLocation("shop-site", "a/data"))
                        .orElseThrow()
                        .contentType())
                .isEqualTo("application/octet-stream");
        assertThat(puts).hasSize(6);
        assertThat(puts.subList(4, 6)).containsExactlyInAnyOrder("about.html", "index.html");
        assertThat(result.summary()).isEqualTo("put 6 files, 14 bytes, into shop-site");
        assertThat(result.deployments())
                .singleElement()
                .satisfies(deployment -> assertThat(deployment.target()).isEqualTo("bucket shop-site"));
    }

    @Test
    void aPrefixIsPutInFrontWithOneSlash() throws Exception {
        for (String prefix : List.of("v1", "v1/")) {
            puts.clear();
            deploy(fixture(
                    Map.of("BucketName", "shop-site", "Extract", "true", "ObjectKey", prefix),
                    new BundleWriter().file("a.txt", "x")));
            assertThat(puts).containsExactly("v1/a.txt");
        }
    }

    @Test
    void theArtifactItselfIsPutUnderAKeyThatStaysTheSameWhoeverAsksAgain() throws Exception {
        StepFixture fixture = fixture(
                Map.of("BucketName", "shop-site", "Extract", "false", "ObjectKey", "out/{datetime}-{uuid}"), site());
        deploy(fixture);
        deploy(fixture);

        assertThat(puts).hasSize(2).containsOnly("out/2026-05-06_07-08-09-" + fixture.token("object"));
        ObjectLocation object = new ObjectLocation("shop-site", puts.getFirst());
        assertThat(kept.content(object)).contains(Files.readAllBytes(fixture.inputBundle("Built")));
        assertThat(kept.attributes(object).orElseThrow().contentType()).isEqualTo("application/zip");
    }

    @Test
    void whoeverGoesOnAfterADeathPutsWhatIsMissingAndNotWhatWasDone() throws Exception {
        StepFixture fixture = fixture(Map.of("BucketName", "shop-site", "Extract", "true"), site());
        assertThat(step(fixture, 0)).isEqualTo(new StepResult.Next<>(new BucketDeployState(2), "2 of 6 files put"));
        deadly = "a/link.js";
        assertThat(catchThrowableOfType(IllegalStateException.class, () -> step(fixture, 2)))
                .hasMessage("died");
        deadly = "";
        puts.clear();

        StepResult<BucketDeployState> result = step(fixture, 2);
        while (result instanceof StepResult.Next<BucketDeployState>(BucketDeployState(int done), String summary)) {
            result = step(fixture, done);
        }
        assertThat(puts).containsExactlyInAnyOrder("a/link.js", "a/style.css", "about.html", "index.html");
        assertThat(kept.locations()).hasSize(6);
    }

    @Test
    void aBucketThatIsMissingIsNoFailureOfOurOwn() throws Exception {
        kept.missing("shop-site");
        StepFixture fixture = fixture(Map.of("BucketName", "shop-site", "Extract", "true"), site());
        assertThat(catchThrowableOfType(RemoteCallException.class, () -> step(fixture, 0))
                        .kind())
                .isEqualTo(RemoteCallException.Kind.NOT_FOUND);
    }

    @Test
    void whatCannotBePutFailsBeforeAnythingIs() throws Exception {
        assertThat(failure(
                                Map.of("BucketName", "shop-site", "Extract", "true"),
                                new BundleWriter().emptyFolder("nothing"))
                        .code())
                .isEqualTo("PEN-BUCKET-002");
        assertThat(failure(
                                Map.of(
                                        "BucketName", "shop-site",
                                        "Extract", "true",
                                        "ObjectKey", "x".repeat(1020)),
                                site())
                        .code())
                .isEqualTo("PEN-BUCKET-001");
        assertThat(puts).isEmpty();
    }

    private ActionFailure failure(Map<String, String> configuration, BundleWriter bundle) throws Exception {
        return ((StepResult.Fail<BucketDeployState>) step(fixture(configuration, bundle), 0)).failure();
    }

    private static List<String> problems(Map<String, String> configuration) {
        ActionConfiguration keys = ActionConfiguration.declared(declaration(configuration));
        BucketDeployConfiguration unused = BucketDeployKeys.read(keys);
        return keys.problems().stream()
                .map(problem -> problem.key() + ": " + problem.message())
                .toList();
    }

    @Test
    void eachWrongKeyIsTold() {
        assertThat(problems(Map.of(
                        "BucketName", "Shop_Site",
                        "Extract", "false",
                        "CannedACL", "public",
                        "KMSEncryptionKeyARN", "arn:aws:s3:::bucket",
                        "CacheControls", "no-cache")))
                .satisfiesExactlyInAnyOrder(
                        told -> assertThat(told).isEqualTo("BucketName: 'Shop_Site' cannot be the name of a bucket."),
                        told -> assertThat(told).startsWith("ObjectKey: Deploy/AWS/S3/1 needs"),
                        told -> assertThat(told).startsWith("CannedACL: 'public' is not one of private, public-read"),
                        told -> assertThat(told).startsWith("KMSEncryptionKeyARN: 'arn:aws:s3:::bucket' is not"),
                        told -> assertThat(told).startsWith("CacheControls: Deploy/AWS/S3/1 has no configuration key"));
        assertThat(problems(Map.of("Extract", "yes")))
                .satisfiesExactlyInAnyOrder(
                        told -> assertThat(told).startsWith("BucketName: "),
                        told -> assertThat(told).startsWith("Extract: 'yes' is not one of true, false"));
        assertThat(problems(Map.of("BucketName", "site", "Extract", "True")))
                .as("as YAML writes it, too")
                .isEmpty();
        assertThat(problems(Map.of("BucketName", "#{Stack.Bucket}", "Extract", "#{variables.Extract}")))
                .isEmpty();
    }
}
