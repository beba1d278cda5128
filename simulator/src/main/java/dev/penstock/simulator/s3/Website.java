package dev.penstock.simulator.s3;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import dev.penstock.simulator.state.Table;
import dev.penstock.simulator.wire.Fields;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.Condition;
import software.amazon.awssdk.services.s3.model.DeleteBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.GetBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.Protocol;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteRequest;
import software.amazon.awssdk.services.s3.model.PutBucketWebsiteResponse;
import software.amazon.awssdk.services.s3.model.Redirect;
import software.amazon.awssdk.services.s3.model.RoutingRule;
import software.amazon.awssdk.services.s3.model.WebsiteConfiguration;

/** Website configurations: checked, kept and given back. No website is served. Errors as recorded from AWS. */
final class Website {

    record Site(WebsiteConfiguration configuration) {}

    private final Buckets buckets;
    private final Table<Site> table;

    Website(Buckets buckets) {
        this.buckets = buckets;
        this.table = buckets.settings("website", Site.class);
    }

    void declare(Operations all) {
        all.operation("PUT /{Bucket}?website", "PutBucketWebsite", PutBucketWebsiteRequest::builder, this::put)
                .operation(
                        "GET /{Bucket}?website >WebsiteConfiguration",
                        "GetBucketWebsite",
                        GetBucketWebsiteRequest::builder,
                        this::get)
                .operation(
                        "DELETE /{Bucket}?website",
                        "DeleteBucketWebsite",
                        DeleteBucketWebsiteRequest::builder,
                        this::delete);
    }

    private PutBucketWebsiteResponse put(Call call, PutBucketWebsiteRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        WebsiteConfiguration asked = request.websiteConfiguration();
        if (asked == null) {
            throw S3Errors.malformedXml();
        }
        require(asked);
        table.put(bucket.name(), new Site(asked));
        call.effect(bucket.arn());
        return PutBucketWebsiteResponse.builder().build();
    }

    private GetBucketWebsiteResponse get(Call call, GetBucketWebsiteRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        WebsiteConfiguration site = table.get(bucket.name())
                .orElseThrow(() -> S3Errors.notConfigured(
                        "NoSuchWebsiteConfiguration",
                        "The specified bucket does not have a website configuration",
                        bucket.name()))
                .configuration();
        return Fields.copy(site, GetBucketWebsiteResponse.builder()).build();
    }

    private DeleteBucketWebsiteResponse delete(Call call, DeleteBucketWebsiteRequest request) {
        Bucket bucket = buckets.bucket(call, request.bucket());
        table.remove(bucket.name());
        call.effect(bucket.arn());
        call.status(204);
        return DeleteBucketWebsiteResponse.builder().build();
    }

    private static void require(WebsiteConfiguration site) {
        if (site.redirectAllRequestsTo() != null) {
            if (site.indexDocument() != null || site.errorDocument() != null || site.hasRoutingRules()) {
                throw S3Errors.invalidArgument(
                        "RedirectAllRequestsTo cannot be provided in conjunction with other Routing Rules.",
                        "RedirectAllRequestsTo",
                        "not null");
            } else if (site.redirectAllRequestsTo().hostName() == null) {
                throw S3Errors.malformedXml();
            }
            requireProtocol(site.redirectAllRequestsTo().protocol());
            return;
        }
        if (site.indexDocument() == null) {
            throw S3Errors.invalidArgument(
                    "A value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty",
                    "IndexDocument",
                    "null");
        }
        String suffix = site.indexDocument().suffix() == null
                ? ""
                : site.indexDocument().suffix();
        if (suffix.isEmpty() || suffix.contains("/")) {
            throw S3Errors.invalidArgument("The IndexDocument Suffix is not well formed", "IndexDocument", suffix);
        }
        if (site.hasRoutingRules() && site.routingRules().isEmpty()) {
            throw S3Errors.malformedXml();
        }
        site.routingRules().forEach(Website::require);
    }

    private static void require(RoutingRule rule) {
        Redirect redirect = rule.redirect();
        if (redirect == null) {
            throw S3Errors.malformedXml();
        }
        requireProtocol(redirect.protocol());
        if (redirect.replaceKeyPrefixWith() != null && redirect.replaceKeyWith() != null) {
            throw S3Errors.invalidRequest("You can only define ReplaceKeyPrefix or ReplaceKey but not both.");
        }
        Condition condition = rule.condition();
        if (condition != null
                && condition.keyPrefixEquals() == null
                && condition.httpErrorCodeReturnedEquals() == null) {
            throw S3Errors.invalidRequest("Condition cannot be empty. To redirect all requests without a condition, the"
                    + " condition element shouldn't be present.");
        }
    }

    private static void requireProtocol(@Nullable Protocol protocol) {
        if (protocol == Protocol.UNKNOWN_TO_SDK_VERSION) {
            throw S3Errors.invalidRequest("Invalid protocol, protocol can be http or https. If not defined the protocol"
                    + " will be selected automatically.");
        }
    }
}
