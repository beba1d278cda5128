package dev.penstock.simulator.codedeploy;

import dev.penstock.simulator.codedeploy.CodeDeployStore.ApplicationRow;
import dev.penstock.simulator.codedeploy.CodeDeployStore.RevisionRow;
import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.Page;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codedeploy.model.ApplicationInfo;
import software.amazon.awssdk.services.codedeploy.model.BatchGetApplicationsRequest;
import software.amazon.awssdk.services.codedeploy.model.BatchGetApplicationsResponse;
import software.amazon.awssdk.services.codedeploy.model.CreateApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.CreateApplicationResponse;
import software.amazon.awssdk.services.codedeploy.model.DeleteApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.DeleteApplicationResponse;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationResponse;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRevisionRequest;
import software.amazon.awssdk.services.codedeploy.model.GetApplicationRevisionResponse;
import software.amazon.awssdk.services.codedeploy.model.ListApplicationsRequest;
import software.amazon.awssdk.services.codedeploy.model.ListApplicationsResponse;
import software.amazon.awssdk.services.codedeploy.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.codedeploy.model.RegisterApplicationRevisionRequest;
import software.amazon.awssdk.services.codedeploy.model.RegisterApplicationRevisionResponse;
import software.amazon.awssdk.services.codedeploy.model.RevisionLocation;
import software.amazon.awssdk.services.codedeploy.model.Tag;
import software.amazon.awssdk.services.codedeploy.model.TagResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.TagResourceResponse;
import software.amazon.awssdk.services.codedeploy.model.UntagResourceRequest;
import software.amazon.awssdk.services.codedeploy.model.UntagResourceResponse;

/** Applications, the revisions that were registered with them, and tags. */
final class Applications {

    private static final int PAGE = 100;

    private final CodeDeployStore rows;
    private final Ids ids;
    private final Tags tags;

    Applications(CodeDeployStore rows, Ids ids, Tags tags) {
        this.rows = rows;
        this.ids = ids;
        this.tags = tags;
    }

    CreateApplicationResponse create(Call call, CreateApplicationRequest request) {
        String name = name(request.applicationName());
        String platform = request.computePlatformAsString() == null ? "Server" : request.computePlatformAsString();
        if (platform.equals("Server")) {
            throw ServiceError.notSimulated("the compute platform Server", CodeDeployErrors.PLATFORMS);
        }
        if (!platform.equals("ECS") && !platform.equals("Lambda")) {
            throw CodeDeployErrors.client(
                    "InvalidComputePlatformException",
                    "The compute platform is invalid. The compute platform can be Lambda, Server, or ECS.");
        }
        String key = CodeDeployStore.key(call.caller(), name);
        if (rows.applications.get(key).isPresent()) {
            throw CodeDeployErrors.client("ApplicationAlreadyExistsException", "Application already exists: " + name);
        }
        ApplicationInfo application = ApplicationInfo.builder()
                .applicationId(ids.uuid())
                .applicationName(name)
                .computePlatform(platform)
                .createTime(call.now())
                .linkedToGitHub(false)
                .build();
        rows.applications.put(key, new ApplicationRow(application));
        tags.add(arn(call, name), pairs(request.tags()));
        call.effect(name);
        return CreateApplicationResponse.builder()
                .applicationId(application.applicationId())
                .build();
    }

    GetApplicationResponse get(Call call, GetApplicationRequest request) {
        return GetApplicationResponse.builder()
                .application(rows.application(call, name(request.applicationName())))
                .build();
    }

    BatchGetApplicationsResponse batchGet(Call call, BatchGetApplicationsRequest request) {
        List<ApplicationInfo> found = new ArrayList<>();
        for (String name : request.applicationNames()) {
            found.add(rows.application(call, name(name)));
        }
        return BatchGetApplicationsResponse.builder().applicationsInfo(found).build();
    }

    ListApplicationsResponse list(Call call, ListApplicationsRequest request) {
        List<String> all = rows.applications.under(CodeDeployStore.prefix(call.caller())).values().stream()
                .map(row -> row.application().applicationName())
                .toList();
        Page<String> page = Page.of(all, name -> name, request.nextToken(), null, PAGE);
        return ListApplicationsResponse.builder()
                .applications(page.items())
                .nextToken(page.next())
                .build();
    }

    DeleteApplicationResponse delete(Call call, DeleteApplicationRequest request) {
        String name = name(request.applicationName());
        String key = CodeDeployStore.key(call.caller(), name);
        if (rows.applications.get(key).isPresent()) {
            rows.applications.remove(key);
            String own = CodeDeployStore.prefix(call.caller(), name);
            List.copyOf(rows.groups.under(own).keySet()).forEach(rows.groups::remove);
            List.copyOf(rows.revisions.under(own).keySet()).forEach(rows.revisions::remove);
            tags.forget(arn(call, name));
            call.effect(name);
        }
        return DeleteApplicationResponse.builder().build();
    }

    RegisterApplicationRevisionResponse register(Call call, RegisterApplicationRevisionRequest request) {
        String name = name(request.applicationName());
        rows.application(call, name);
        RevisionLocation revision = revision(request.revision());
        String description = request.description() == null ? "" : request.description();
        rows.revisions.put(revisionKey(call, name, revision), new RevisionRow(revision, description));
        call.effect(name);
        return RegisterApplicationRevisionResponse.builder().build();
    }

    GetApplicationRevisionResponse revision(Call call, GetApplicationRevisionRequest request) {
        String name = name(request.applicationName());
        rows.application(call, name);
        RevisionRow row = rows.revisions
                .get(revisionKey(call, name, revision(request.revision())))
                .orElseThrow(() -> CodeDeployErrors.client(
                        "RevisionDoesNotExistException", "The revision is not registered with the application."));
        return GetApplicationRevisionResponse.builder()
                .applicationName(name)
                .revision(row.revision())
                .revisionInfo(i -> i.description(row.description()))
                .build();
    }

    ListTagsForResourceResponse tags(Call call, ListTagsForResourceRequest request) {
        String arn = CodeDeployErrors.required("ResourceArnRequiredException", "resourceArn", request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(arn).entrySet().stream()
                        .map(e -> Tag.builder()
                                .key(e.getKey())
                                .value(e.getValue())
                                .build())
                        .toList())
                .build();
    }

    TagResourceResponse tag(Call call, TagResourceRequest request) {
        tags.add(
                CodeDeployErrors.required("ResourceArnRequiredException", "resourceArn", request.resourceArn()),
                pairs(request.tags()));
        call.effect(request.resourceArn());
        return TagResourceResponse.builder().build();
    }

    UntagResourceResponse untag(Call call, UntagResourceRequest request) {
        tags.remove(
                CodeDeployErrors.required("ResourceArnRequiredException", "resourceArn", request.resourceArn()),
                request.tagKeys());
        call.effect(request.resourceArn());
        return UntagResourceResponse.builder().build();
    }

    static String name(@Nullable String given) {
        String name = CodeDeployErrors.required("ApplicationNameRequiredException", "applicationName", given);
        if (name.length() > 100) {
            throw CodeDeployErrors.client(
                    "InvalidApplicationNameException", "The application name must have at most 100 characters.");
        }
        return name;
    }

    static RevisionLocation revision(@Nullable RevisionLocation given) {
        if (given == null) {
            throw CodeDeployErrors.client("RevisionRequiredException", "A revision must be specified.");
        }
        return given;
    }

    static Map<String, String> pairs(List<Tag> given) {
        Map<String, String> pairs = new HashMap<>();
        given.forEach(tag -> pairs.put(tag.key(), tag.value() == null ? "" : tag.value()));
        return pairs;
    }

    /** An AppSpec file is known by its digest. */
    static String revisionKey(Call call, String application, RevisionLocation revision) {
        String name = revision.appSpecContent() == null
                ? revision.toString()
                : "AppSpecContent " + Revisions.sha256(revision.appSpecContent());
        return CodeDeployStore.key(call.caller(), application, name);
    }

    private static String arn(Call call, String name) {
        return call.caller().arn("codedeploy", "application:" + name);
    }
}
