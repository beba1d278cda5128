package dev.penstock.local.image;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.ImageReference;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.JibContainerBuilder;
import com.google.cloud.tools.jib.api.LogEvent;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.RegistryImage;
import dev.penstock.artifact.Digest;
import dev.penstock.image.ImageBuildException;
import dev.penstock.image.ImageBuildException.Reason;
import dev.penstock.image.ImageBuildRequest;
import dev.penstock.image.PushedImage;
import dev.penstock.image.RepositoryAccess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Carries one plan out with Jib. */
final class JibBuild {

    private final ImageBuildRequest request;
    private final ImagePlan plan;
    private final Path cache;
    private final BaseImages baseImages;
    private final Consumer<String> log;
    private final List<String> notes;

    JibBuild(ImageBuildRequest request, ImagePlan plan, Path cache, BaseImages baseImages, Consumer<String> log) {
        this.request = request;
        this.plan = plan;
        this.cache = cache;
        this.baseImages = baseImages;
        this.log = log;
        this.notes = new ArrayList<>(plan.notes);
    }

    PushedImage run() throws IOException, InterruptedException {
        RepositoryAccess repository = request.repository();
        PlainRegistries.check(repository);
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("image-", 0).factory())) {
            JibContainer pushed = build(threads);
            return new PushedImage(
                    repository.repositoryUri(), new Digest(pushed.getDigest().toString()), request.tags(), 0, notes);
        }
    }

    private JibContainer build(ExecutorService threads) throws IOException, InterruptedException {
        if (plan.base.isEmpty()) {
            return containerize(Jib.fromScratch(), threads);
        }
        String base = plan.base.get();
        Optional<String> standIn = baseImages.standInFor(base);
        if (standIn.isPresent() && !RegistryProbe.answers(base)) {
            return withStandIn(standIn.get(), threads);
        }
        try {
            return containerize(Jib.from(registryImage(base)), threads);
        } catch (InvalidImageReferenceException e) {
            throw new ImageBuildException(
                    Reason.DOCKERFILE, "'" + base + "' after FROM cannot be the name of an image.", false, e);
        } catch (ImageBuildException e) {
            if (e.reason() == Reason.BASE_IMAGE && standIn.isPresent()) {
                return withStandIn(standIn.get(), threads);
            }
            throw e;
        }
    }

    private JibContainer withStandIn(String note, ExecutorService threads) throws IOException, InterruptedException {
        log.accept("Note: " + note);
        notes.add(note);
        return containerize(Jib.fromScratch().addLabel("dev.penstock.stand-in-for", plan.base.orElse("")), threads);
    }

    /** Base images of the registry that is pushed to are reached where it is reached, with its credentials. */
    private RegistryImage registryImage(String reference) throws InvalidImageReferenceException {
        RepositoryAccess repository = request.repository();
        ImageReference base = ImageReference.parse(reference);
        String own = RegistryProbe.host(repository.repositoryUri());
        if (!base.getRegistry().equals(own)) {
            return RegistryImage.named(base);
        }
        String reached = RegistryProbe.host(repository.pushUri()) + reference.substring(own.length());
        return RegistryImage.named(reached)
                .addCredential(repository.user(), repository.password().reveal());
    }

    private JibContainer containerize(JibContainerBuilder builder, ExecutorService threads)
            throws IOException, InterruptedException {
        JibImage.describe(builder, plan, request.platform());
        RepositoryAccess repository = request.repository();
        try {
            RegistryImage target = RegistryImage.named(
                    repository.pushUri() + ":" + request.tags().getFirst());
            if (!repository.user().isEmpty()) {
                target.addCredential(repository.user(), repository.password().reveal());
            }
            Containerizer containerizer = Containerizer.to(target)
                    .setExecutorService(threads)
                    .setBaseImageLayersCache(cache.resolve("base"))
                    .setApplicationLayersCache(cache.resolve("own"))
                    .setAllowInsecureRegistries(repository.insecure())
                    .setToolName("penstock")
                    .addEventHandler(LogEvent.class, this::log);
            request.tags().stream().skip(1).forEach(containerizer::withAdditionalTag);
            return builder.containerize(containerizer);
        } catch (InvalidImageReferenceException e) {
            throw new ImageBuildException(
                    Reason.PUSH_FAILED, "'" + repository.pushUri() + "' cannot be the name of a repository.", false, e);
        } catch (CacheDirectoryCreationException e) {
            throw new IOException("The folder " + cache + " for image layers cannot be made.", e);
        } catch (RegistryException | ExecutionException | IOException e) {
            throw JibTrouble.explain(plan, repository, e);
        }
    }

    private void log(LogEvent event) {
        switch (event.getLevel()) {
            case ERROR, WARN, LIFECYCLE -> {
                if (!event.getMessage().isBlank()) {
                    log.accept(event.getMessage().strip());
                }
            }
            default -> {
                // Progress and details of the protocol.
            }
        }
    }
}
