package dev.penstock.bucket;

import dev.penstock.action.ActionContext;
import dev.penstock.artifact.ObjectLocation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Puts files side by side; the first that fails ends all. */
final class Uploads {

    /** So many at once: each has a connection of its own. */
    private static final int AT_ONCE = 16;

    private final Buckets buckets;
    private final ActionContext context;
    private final BucketDeployConfiguration configuration;

    Uploads(Buckets buckets, ActionContext context, BucketDeployConfiguration configuration) {
        this.buckets = buckets;
        this.context = context;
        this.configuration = configuration;
    }

    /** Puts all of them, those that come first completely before those that show them. */
    void put(List<BucketFiles.Entry> files) throws IOException, InterruptedException {
        int pages = files.size();
        while (pages > 0 && files.get(pages - 1).isPage()) {
            pages--;
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofVirtual().name("penstock-upload-", 0).factory())) {
            putAll(threads, files.subList(0, pages));
            putAll(threads, files.subList(pages, files.size()));
        }
    }

    private void putAll(ExecutorService threads, List<BucketFiles.Entry> files)
            throws IOException, InterruptedException {
        List<Future<?>> uploads = new ArrayList<>();
        for (BucketFiles.Entry file : files) {
            uploads.add(threads.submit(() -> put(file)));
        }
        try {
            for (Future<?> upload : uploads) {
                upload.get();
            }
        } catch (ExecutionException e) {
            threads.shutdownNow();
            switch (e.getCause()) {
                case RuntimeException failure -> throw failure;
                case Error failure -> throw failure;
                case null, default -> throw new IOException("A file could not be put.", e);
            }
        }
    }

    private void put(BucketFiles.Entry file) {
        ObjectLocation object = new ObjectLocation(configuration.bucket(), file.key());
        buckets.put(
                context.scope(),
                file.path(),
                object,
                configuration.attributes(ContentTypes.of(file.key(), ContentTypes.UNKNOWN)));
        context.log("Put " + object + ", " + file.size() + " bytes");
    }
}
