package dev.penstock.aws.s3;

import dev.penstock.action.AwsScope;
import dev.penstock.action.RemoteCallException;
import dev.penstock.action.RemoteCallException.Kind;
import dev.penstock.aws.client.AwsClients;
import dev.penstock.aws.client.Use;
import dev.penstock.json.JsonWriter;
import dev.penstock.registry.PipelineRegistry;
import dev.penstock.registry.RegisteredPipeline;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Registered pipelines in an S3 bucket: one object each, {@code prefix/pipelines/NAME.json}, so that definition and settings
 * are replaced together. What was read is kept with its ETag; to ask for all costs one call as long as nothing changes.
 */
public final class S3PipelineRegistry implements PipelineRegistry {

    private static final String SUFFIX = ".json";

    private final AwsClients clients;
    private final AwsScope scope;
    private final String bucket;
    private final String prefix;
    private final Map<String, Kept> kept = new ConcurrentHashMap<>();

    private record Kept(String eTag, RegisteredPipeline pipeline) {}

    /**
     * A registry in a bucket that exists.
     *
     * @param scope in whose name the bucket is read and written
     * @param prefix put before each key, without a slash at its end; may be empty
     */
    public S3PipelineRegistry(AwsClients clients, AwsScope scope, String bucket, String prefix) {
        this.clients = clients;
        this.scope = scope;
        this.bucket = bucket;
        this.prefix = (prefix.isEmpty() ? "" : prefix + "/") + "pipelines/";
    }

    @Override
    public void put(RegisteredPipeline pipeline) {
        JsonWriter json = JsonWriter.compact();
        json.object().field("definition", pipeline.definition()).field("settings", pipeline.settings());
        json.endObject();
        clients.call(
                "s3:PutObject",
                "register pipeline '" + pipeline.name() + "' in bucket '" + bucket + "'",
                () -> clients.s3(scope, Use.CHANGE)
                        .putObject(
                                put -> put.bucket(bucket)
                                        .key(key(pipeline.name()))
                                        .contentType("application/json"),
                                RequestBody.fromString(json.toString())));
    }

    @Override
    public Optional<RegisteredPipeline> get(String name) {
        try {
            ResponseBytes<GetObjectResponse> object = clients.call(
                    "s3:GetObject",
                    "read the registered pipeline '" + name + "' from bucket '" + bucket + "'",
                    () -> clients.s3(scope, Use.READ)
                            .getObject(get -> get.bucket(bucket).key(key(name)), ResponseTransformer.toBytes()));
            RegisteredPipeline read = parsed(name, object.asByteArray());
            kept.put(name, new Kept(object.response().eTag(), read));
            return Optional.of(read);
        } catch (RemoteCallException e) {
            if (e.kind() == Kind.NOT_FOUND && !e.code().equals("NoSuchBucket")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public List<RegisteredPipeline> all() {
        List<S3Object> objects = clients.call(
                "s3:ListBucket",
                "list the pipelines that are registered in bucket '" + bucket + "'",
                () -> clients
                        .s3(scope, Use.READ)
                        .listObjectsV2Paginator(list -> list.bucket(bucket).prefix(prefix))
                        .contents()
                        .stream()
                        .filter(object -> object.key().endsWith(SUFFIX))
                        .toList());
        List<RegisteredPipeline> all = new ArrayList<>();
        for (S3Object object : objects) {
            String name = object.key().substring(prefix.length(), object.key().length() - SUFFIX.length());
            Kept known = kept.get(name);
            if (known != null && known.eTag().equals(object.eTag())) {
                all.add(known.pipeline());
            } else {
                get(name).ifPresent(all::add);
            }
        }
        all.sort(Comparator.comparing(RegisteredPipeline::name));
        return all;
    }

    @Override
    public boolean delete(String name) {
        boolean there = get(name).isPresent();
        clients.call(
                "s3:DeleteObject",
                "take pipeline '" + name + "' out of bucket '" + bucket + "'",
                () -> clients.s3(scope, Use.CHANGE)
                        .deleteObject(delete -> delete.bucket(bucket).key(key(name))));
        kept.remove(name);
        return there;
    }

    private RegisteredPipeline parsed(String name, byte[] object) {
        try {
            JsonNode json = JsonMapper.shared().readTree(object);
            return new RegisteredPipeline(
                    name,
                    json.path("definition").asString(""),
                    json.has("settings") ? Optional.of(json.path("settings").asString("")) : Optional.empty());
        } catch (JacksonException e) {
            String message = "The object '" + key(name) + "' in bucket '" + bucket + "' is no registered pipeline:"
                    + " it is not JSON. Register the pipeline again.";
            throw new RemoteCallException(Kind.INVALID, "s3:GetObject", "", message, e);
        }
    }

    private String key(String name) {
        return prefix + name + SUFFIX;
    }
}
