package dev.penstock.simulator.ecr;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsRequest;
import software.amazon.awssdk.services.ecr.model.DescribeImageScanFindingsResponse;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.ImageScanFinding;
import software.amazon.awssdk.services.ecr.model.ImageScanFindings;
import software.amazon.awssdk.services.ecr.model.ImageScanStatus;
import software.amazon.awssdk.services.ecr.model.StartImageScanRequest;
import software.amazon.awssdk.services.ecr.model.StartImageScanResponse;

/**
 * Scans of images, which take simulated time and find what the image says of itself ({@link Vulnerabilities}). Source:
 * ECR User Guide, "Scan images for OS vulnerabilities".
 */
final class Scans {

    /** One scan of an image; the latest counts. */
    record Scan(String digest, Instant started, Optional<Instant> completed, boolean running) {}

    private static final String RUN = "ecr.scan.run";
    private static final String COMPLETE = "ecr.scan.complete";
    private static final Duration WAITS = Duration.ofSeconds(2);
    private static final Duration TAKES = Duration.ofSeconds(10);
    private static final Duration QUOTA = Duration.ofHours(24);

    private final Repositories repositories;
    private final Vulnerabilities vulnerabilities;
    private final Calendar calendar;
    private final ScanningRules rules;
    private final Table<Scan> scans;

    Scans(Repositories repositories, Store store, Calendar calendar, ScanningRules rules) {
        this.repositories = repositories;
        this.vulnerabilities = new Vulnerabilities(repositories);
        this.calendar = calendar;
        this.rules = rules;
        this.scans = store.table("ecr.scans", Scan.class);
        calendar.on(RUN, this::run);
        calendar.on(COMPLETE, this::complete);
        repositories.onPush(this::pushed);
    }

    void declare(Operations all) {
        all.operation("StartImageScan", StartImageScanRequest::builder, this::start)
                .operation("DescribeImageScanFindings", DescribeImageScanFindingsRequest::builder, this::findings);
    }

    /** How the latest scan of an image stands; empty when there was none. */
    Optional<ImageScanStatus> status(RepositoryName name, StoredImage image) {
        return scans.get(key(name, image.digest())).map(Scans::status);
    }

    /** The findings of the latest scan that was completed, by severity. */
    Optional<Map<String, Integer>> counts(RepositoryName name, StoredImage image) {
        return scans.get(key(name, image.digest()))
                .filter(scan -> scan.completed().isPresent())
                .map(scan -> Vulnerabilities.counts(vulnerabilities.of(name, image)));
    }

    Optional<Instant> completed(RepositoryName name, StoredImage image) {
        return scans.get(key(name, image.digest())).flatMap(Scan::completed);
    }

    private void pushed(RepositoryName name, StoredImage image) {
        if (rules.onPush(name, repositories.get(name)) && vulnerabilities.scannable(image)) {
            begin(name, image.digest(), calendar.now());
        }
    }

    private void begin(RepositoryName name, String digest, Instant now) {
        String key = key(name, digest);
        scans.put(key, new Scan(digest, now, Optional.empty(), false));
        calendar.enter(RUN, key, now.plus(WAITS));
    }

    private void run(String key) {
        scans.get(key).ifPresent(scan -> {
            scans.put(key, new Scan(scan.digest(), scan.started(), Optional.empty(), true));
            calendar.enter(COMPLETE, key, calendar.now().plus(TAKES));
        });
    }

    private void complete(String key) {
        scans.get(key)
                .ifPresent(scan ->
                        scans.put(key, new Scan(scan.digest(), scan.started(), Optional.of(calendar.now()), false)));
    }

    private StartImageScanResponse start(Call call, StartImageScanRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        StoredImage image = repositories.image(name, request.imageId());
        if (!vulnerabilities.scannable(image)) {
            throw ServiceError.client(
                    "UnsupportedImageTypeException",
                    "The image with digest '" + image.digest() + "' and media type '" + image.mediaType()
                            + "' in the repository with name '" + name.name() + "' in the registry with id '"
                            + name.account() + "' is of a type that cannot be scanned");
        }
        boolean recent = scans.get(key(name, image.digest()))
                .filter(scan -> scan.started().plus(QUOTA).isAfter(call.now()))
                .isPresent();
        if (recent) {
            throw ServiceError.client(
                    "LimitExceededException", "The scan quota per image has been exceeded. Wait and try again.");
        }
        begin(name, image.digest(), call.now());
        call.effect(name.arn() + "@" + image.digest());
        return StartImageScanResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .imageId(id(request.imageId(), image))
                .imageScanStatus(
                        scans.get(key(name, image.digest())).map(Scans::status).orElse(null))
                .build();
    }

    private DescribeImageScanFindingsResponse findings(Call call, DescribeImageScanFindingsRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        StoredImage image = repositories.image(name, request.imageId());
        Scan scan = scans.get(key(name, image.digest())).orElseThrow(() -> notFound(name, request.imageId()));
        DescribeImageScanFindingsResponse.Builder response = DescribeImageScanFindingsResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .imageId(id(request.imageId(), image))
                .imageScanStatus(status(scan));
        if (scan.completed().isEmpty()) {
            return response.build();
        }
        List<ImageScanFinding> all = vulnerabilities.of(name, image);
        Page<ImageScanFinding> page =
                Page.of(all, ImageScanFinding::name, request.nextToken(), request.maxResults(), 100);
        return response.imageScanFindings(ImageScanFindings.builder()
                        .findings(page.items())
                        .findingSeverityCountsWithStrings(new TreeMap<>(Vulnerabilities.counts(all)))
                        .imageScanCompletedAt(scan.completed().get())
                        .vulnerabilitySourceUpdatedAt(scan.started())
                        .build())
                .nextToken(page.next())
                .build();
    }

    private static ImageScanStatus status(Scan scan) {
        if (scan.completed().isPresent()) {
            return ImageScanStatus.builder()
                    .status("COMPLETE")
                    .description("The scan was completed successfully.")
                    .build();
        }
        return ImageScanStatus.builder()
                .status(scan.running() ? "IN_PROGRESS" : "PENDING")
                .build();
    }

    private static ImageIdentifier id(ImageIdentifier asked, StoredImage image) {
        return ImageIdentifier.builder()
                .imageDigest(image.digest())
                .imageTag(asked.imageTag())
                .build();
    }

    private static ServiceError notFound(RepositoryName name, @Nullable ImageIdentifier id) {
        String digest = id == null ? null : id.imageDigest();
        String tag = id == null ? null : id.imageTag();
        return ServiceError.client(
                "ScanNotFoundException",
                "Image scan does not exist for the image with '{imageDigest:'" + digest + "', imageTag:'" + tag
                        + "'}' in the repository with name '" + name.name() + "' in the registry with id '"
                        + name.account() + "'");
    }

    private static String key(RepositoryName name, String digest) {
        return name.key() + "\u0000" + digest;
    }
}
