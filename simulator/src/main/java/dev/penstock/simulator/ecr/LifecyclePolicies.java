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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.DeleteLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyPreviewResponse;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.GetLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.LifecyclePolicyPreviewResult;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyRequest;
import software.amazon.awssdk.services.ecr.model.PutLifecyclePolicyResponse;
import software.amazon.awssdk.services.ecr.model.StartLifecyclePolicyPreviewRequest;
import software.amazon.awssdk.services.ecr.model.StartLifecyclePolicyPreviewResponse;

/**
 * Lifecycle policies of repositories. They are applied once a simulated day, and time is never moved for it: ECR says
 * that images expire within 24 hours. Source: ECR User Guide, "Automate the cleanup of images by using lifecycle
 * policies".
 */
final class LifecyclePolicies {

    record Row(String text, Instant evaluated) {}

    record Preview(String text, Instant started, boolean complete) {}

    private static final String APPLY = "ecr.lifecycle";
    private static final String PREVIEW = "ecr.lifecycle.preview";
    private static final Duration EVERY = Duration.ofHours(24);
    private static final Duration PREVIEW_TAKES = Duration.ofSeconds(10);

    private final Repositories repositories;
    private final Calendar calendar;
    private final Table<Row> policies;
    private final Table<Preview> previews;

    LifecyclePolicies(Repositories repositories, Store store, Calendar calendar) {
        this.repositories = repositories;
        this.calendar = calendar;
        this.policies = store.table("ecr.lifecycle", Row.class);
        this.previews = store.table("ecr.previews", Preview.class);
        calendar.inPassing(APPLY, this::apply);
        calendar.on(PREVIEW, this::previewed);
        repositories.onDelete(name -> {
            policies.remove(name.key());
            previews.remove(name.key());
            calendar.strike(APPLY, name.key());
        });
    }

    void declare(Operations all) {
        all.operation("PutLifecyclePolicy", PutLifecyclePolicyRequest::builder, this::put)
                .operation("GetLifecyclePolicy", GetLifecyclePolicyRequest::builder, this::get)
                .operation("DeleteLifecyclePolicy", DeleteLifecyclePolicyRequest::builder, this::delete)
                .operation("StartLifecyclePolicyPreview", StartLifecyclePolicyPreviewRequest::builder, this::start)
                .operation("GetLifecyclePolicyPreview", GetLifecyclePolicyPreviewRequest::builder, this::preview);
    }

    private PutLifecyclePolicyResponse put(Call call, PutLifecyclePolicyRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        String text = valid(request.lifecyclePolicyText());
        policies.put(name.key(), new Row(text, call.now()));
        calendar.enter(APPLY, name.key(), call.now().plus(EVERY));
        call.effect(name.arn());
        return PutLifecyclePolicyResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .lifecyclePolicyText(text)
                .build();
    }

    private GetLifecyclePolicyResponse get(Call call, GetLifecyclePolicyRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        Row row = row(name);
        return GetLifecyclePolicyResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .lifecyclePolicyText(row.text())
                .lastEvaluatedAt(row.evaluated())
                .build();
    }

    private DeleteLifecyclePolicyResponse delete(Call call, DeleteLifecyclePolicyRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        Row row = row(name);
        policies.remove(name.key());
        calendar.strike(APPLY, name.key());
        call.effect(name.arn());
        return DeleteLifecyclePolicyResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .lifecyclePolicyText(row.text())
                .lastEvaluatedAt(row.evaluated())
                .build();
    }

    private StartLifecyclePolicyPreviewResponse start(Call call, StartLifecyclePolicyPreviewRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        String text = request.lifecyclePolicyText() == null ? row(name).text() : valid(request.lifecyclePolicyText());
        boolean running =
                previews.get(name.key()).filter(preview -> !preview.complete()).isPresent();
        if (running) {
            throw ServiceError.client(
                    "LifecyclePolicyPreviewInProgressException",
                    "The previous lifecycle policy preview request has not completed. Wait and try again.");
        }
        previews.put(name.key(), new Preview(text, call.now(), false));
        calendar.enter(PREVIEW, name.key(), call.now().plus(PREVIEW_TAKES));
        return StartLifecyclePolicyPreviewResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .lifecyclePolicyText(text)
                .status("IN_PROGRESS")
                .build();
    }

    private GetLifecyclePolicyPreviewResponse preview(Call call, GetLifecyclePolicyPreviewRequest request) {
        RepositoryName name = repositories.named(call, request.registryId(), request.repositoryName());
        Preview preview = previews.get(name.key())
                .orElseThrow(() -> ServiceError.client(
                        "LifecyclePolicyPreviewNotFoundException",
                        "Lifecycle policy preview does not exist for the repository with name '" + name.name()
                                + "' in the registry with id '" + name.account() + "'"));
        GetLifecyclePolicyPreviewResponse.Builder response = GetLifecyclePolicyPreviewResponse.builder()
                .registryId(name.account())
                .repositoryName(name.name())
                .lifecyclePolicyText(preview.text())
                .status(preview.complete() ? "COMPLETE" : "IN_PROGRESS");
        if (!preview.complete()) {
            return response.build();
        }
        Map<StoredImage, Integer> expired =
                LifecyclePolicy.parse(preview.text()).expired(repositories.images(name), preview.started());
        List<LifecyclePolicyPreviewResult> results = expired.entrySet().stream()
                .map(e -> LifecyclePolicyPreviewResult.builder()
                        .imageDigest(e.getKey().digest())
                        .imageTags(e.getKey().tags())
                        .imagePushedAt(e.getKey().pushed())
                        .appliedRulePriority(e.getValue())
                        .action(a -> a.type("EXPIRE"))
                        .build())
                .sorted(Comparator.comparing(LifecyclePolicyPreviewResult::imageDigest))
                .toList();
        Page<LifecyclePolicyPreviewResult> page = Page.of(
                results, LifecyclePolicyPreviewResult::imageDigest, request.nextToken(), request.maxResults(), 100);
        return response.previewResults(page.items())
                .nextToken(page.next())
                .summary(s -> s.expiringImageTotalCount(results.size()))
                .build();
    }

    private void apply(String key) {
        policies.get(key).ifPresent(row -> {
            RepositoryName name = RepositoryName.ofKey(key);
            Instant now = calendar.now();
            LifecyclePolicy.parse(row.text()).expired(repositories.images(name), now).keySet().stream()
                    .filter(image ->
                            repositories.referencedBy(name, image.digest()).isEmpty())
                    .forEach(image -> repositories.remove(name, image));
            policies.put(key, new Row(row.text(), now));
            calendar.enter(APPLY, key, now.plus(EVERY));
        });
    }

    private void previewed(String key) {
        previews.get(key).ifPresent(preview -> previews.put(key, new Preview(preview.text(), preview.started(), true)));
    }

    private Row row(RepositoryName name) {
        return policies.get(name.key())
                .orElseThrow(() -> ServiceError.client(
                        "LifecyclePolicyNotFoundException",
                        "Lifecycle policy does not exist for the repository with name '" + name.name()
                                + "' in the registry with id '" + name.account() + "'"));
    }

    private static String valid(@Nullable String text) {
        try {
            LifecyclePolicy.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            throw ServiceError.client(
                    "InvalidParameterException",
                    "Invalid parameter at 'LifecyclePolicyText' failed to satisfy constraint: 'Lifecycle policy"
                            + " validation failure: " + e.getMessage() + "'");
        }
        return String.valueOf(text);
    }
}
