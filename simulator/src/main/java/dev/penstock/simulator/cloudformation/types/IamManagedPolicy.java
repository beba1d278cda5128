package dev.penstock.simulator.cloudformation.types;

import dev.penstock.simulator.wire.JsonValue;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;

/** {@code AWS::IAM::ManagedPolicy}: Ref is the ARN. A changed document is a new version. */
final class IamManagedPolicy extends ServiceHandler {

    static final String TYPE = "AWS::IAM::ManagedPolicy";
    private static final String NAME = "ManagedPolicyName";
    private static final String DOCUMENT = "PolicyDocument";
    private static final int MOST_VERSIONS = 5;

    IamManagedPolicy() {
        super(TYPE, "iam");
    }

    @Override
    public Progress create(ResourceContext context, JsonValue.Structure properties) {
        Properties given = Properties.of(properties);
        Properties asked = given.without("Groups", "Roles", "Users", NAME)
                .with("PolicyName", given.text(NAME, context.generatedName(128)));
        String arn = call(context, fill(CreatePolicyRequest.builder(), asked).build(), CreatePolicyResponse.class)
                .policy()
                .arn();
        IamHolder.of(this, context, given).forEach(holder -> holder.attach(arn));
        return made(context, arn);
    }

    private Progress made(ResourceContext context, String arn) {
        Policy policy = call(context, GetPolicyRequest.builder().policyArn(arn).build(), GetPolicyResponse.class)
                .policy();
        return done(
                arn,
                "PolicyArn",
                arn,
                "PolicyId",
                policy.policyId(),
                "DefaultVersionId",
                policy.defaultVersionId(),
                "AttachmentCount",
                String.valueOf(policy.attachmentCount()),
                "PermissionsBoundaryUsageCount",
                String.valueOf(policy.permissionsBoundaryUsageCount()),
                "IsAttachable",
                String.valueOf(policy.isAttachable()),
                "CreateDate",
                policy.createDate().toString(),
                "UpdateDate",
                policy.updateDate().toString());
    }

    @Override
    public Progress update(ResourceContext context, Deployed before, JsonValue.Structure after) {
        String arn = before.physicalId();
        Properties asked = Properties.of(after);
        Properties old = Properties.of(before.properties());
        if (asked.changed(old, DOCUMENT)) {
            makeRoom(context, arn);
            CreatePolicyVersionRequest request = CreatePolicyVersionRequest.builder()
                    .policyArn(arn)
                    .policyDocument(asked.text(DOCUMENT, ""))
                    .setAsDefault(true)
                    .build();
            call(context, request, CreatePolicyVersionResponse.class);
        }
        List<IamHolder> had = IamHolder.of(this, context, old);
        List<IamHolder> have = IamHolder.of(this, context, asked);
        have.stream().filter(holder -> !had.contains(holder)).forEach(holder -> holder.attach(arn));
        had.stream().filter(holder -> !have.contains(holder)).forEach(holder -> holder.detach(arn));
        return made(context, arn);
    }

    /** The oldest version goes when there is no room for another. */
    private void makeRoom(ResourceContext context, String arn) {
        List<PolicyVersion> versions = versions(context, arn);
        if (versions.size() >= MOST_VERSIONS) {
            versions.stream()
                    .filter(version -> !version.isDefaultVersion())
                    .min(Comparator.comparing(PolicyVersion::createDate)
                            .thenComparing(version -> version.versionId().length())
                            .thenComparing(PolicyVersion::versionId))
                    .ifPresent(oldest -> drop(context, arn, oldest));
        }
    }

    private List<PolicyVersion> versions(ResourceContext context, String arn) {
        ListPolicyVersionsRequest request =
                ListPolicyVersionsRequest.builder().policyArn(arn).build();
        return find(context, request, ListPolicyVersionsResponse.class)
                .map(ListPolicyVersionsResponse::versions)
                .orElse(List.of());
    }

    private void drop(ResourceContext context, String arn, PolicyVersion version) {
        DeletePolicyVersionRequest request = DeletePolicyVersionRequest.builder()
                .policyArn(arn)
                .versionId(version.versionId())
                .build();
        remove(context, request, DeletePolicyVersionResponse.class);
    }

    @Override
    public Progress delete(ResourceContext context, Deployed resource) {
        String arn = resource.physicalId();
        IamHolder.of(this, context, Properties.of(resource.properties())).forEach(holder -> holder.detach(arn));
        versions(context, arn).stream()
                .filter(version -> !version.isDefaultVersion())
                .forEach(version -> drop(context, arn, version));
        remove(context, DeletePolicyRequest.builder().policyArn(arn).build(), DeletePolicyResponse.class);
        return unchanged(resource);
    }

    @Override
    public Optional<JsonValue.Structure> read(ResourceContext context, Deployed resource) {
        Properties given = Properties.of(resource.properties());
        String arn = resource.physicalId();
        return find(context, GetPolicyRequest.builder().policyArn(arn).build(), GetPolicyResponse.class)
                .map(found -> {
                    GetPolicyVersionRequest request = GetPolicyVersionRequest.builder()
                            .policyArn(arn)
                            .versionId(found.policy().defaultVersionId())
                            .build();
                    String document = call(context, request, GetPolicyVersionResponse.class)
                            .policyVersion()
                            .document();
                    return given.get(DOCUMENT)
                            .map(like -> given.with(DOCUMENT, IamDocuments.read(document, like)))
                            .orElse(given)
                            .structure();
                });
    }
}
