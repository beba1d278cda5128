package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceLinkedRoleResponse;
import software.amazon.awssdk.services.iam.model.DeletionTaskStatusType;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusRequest;
import software.amazon.awssdk.services.iam.model.GetServiceLinkedRoleDeletionStatusResponse;

/**
 * Roles that AWS's services made for themselves. Which service has which role and policy is recorded from AWS; deleting
 * one is done at once.
 */
final class ServiceLinkedRoles {

    /** A service's role. */
    private record Known(String service, String role, String policy, boolean suffix) {}

    private final IamStore store;
    private final IdentityLookup identities;
    private final Ids ids;

    ServiceLinkedRoles(IamStore store, Ids ids) {
        this.store = store;
        this.identities = new IdentityLookup(store);
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateServiceLinkedRole", CreateServiceLinkedRoleRequest::builder, this::create)
                .operation("DeleteServiceLinkedRole", DeleteServiceLinkedRoleRequest::builder, this::delete)
                .operation(
                        "GetServiceLinkedRoleDeletionStatus",
                        GetServiceLinkedRoleDeletionStatusRequest::builder,
                        this::status);
    }

    private CreateServiceLinkedRoleResponse create(Call call, CreateServiceLinkedRoleRequest request) {
        String service = IamRules.required("aWSServiceName", request.awsServiceName());
        Known known = known(service);
        String suffix = request.customSuffix() == null ? "" : request.customSuffix();
        if (!suffix.isEmpty() && !known.suffix()) {
            throw IamErrors.input("Custom suffix is not allowed for " + service);
        }
        String name = suffix.isEmpty() ? known.role() : known.role() + "_" + suffix;
        if (store.identity(Identity.Kind.ROLE, call.account(), name).isPresent()) {
            throw IamErrors.input(
                    "Service role name " + name + " has been taken in this account, please try a different suffix.");
        }
        String description = request.description() == null ? "" : request.description();
        Identity role = new Identity(
                Identity.Kind.ROLE,
                call.account(),
                name,
                "/aws-service-role/" + service + "/",
                Identity.Kind.ROLE.idPrefix() + ids.key(17),
                call.now().truncatedTo(ChronoUnit.SECONDS),
                Map.of(),
                List.of("arn:aws:iam::aws:policy/aws-service-role/" + known.policy()),
                Optional.empty(),
                List.of(),
                List.of(),
                Optional.of(new Identity.RolePart(trust(service), description, 3600, service)));
        identities.put(call, role);
        return CreateServiceLinkedRoleResponse.builder()
                .role(IamModels.createdRole(role))
                .build();
    }

    private static String trust(String service) {
        return """
                {"Version": "2012-10-17", "Statement": [
                  {"Action": "sts:AssumeRole", "Effect": "Allow", "Principal": {"Service": "%s"}}]}""".formatted(service);
    }

    private DeleteServiceLinkedRoleResponse delete(Call call, DeleteServiceLinkedRoleRequest request) {
        Identity role = identities.role(call, request.roleName());
        if (!role.isServiceLinked()) {
            throw IamErrors.noSuch(Identity.Kind.ROLE, role.name());
        }
        store.identities().remove(role.key());
        call.effect(role.arn());
        return DeleteServiceLinkedRoleResponse.builder()
                .deletionTaskId("task" + role.path() + role.name() + "/" + ids.uuid())
                .build();
    }

    private GetServiceLinkedRoleDeletionStatusResponse status(
            Call call, GetServiceLinkedRoleDeletionStatusRequest request) {
        String task = IamRules.required("deletionTaskId", request.deletionTaskId());
        if (!task.startsWith("task/aws-service-role/")) {
            throw IamErrors.noSuchEntity("Deletion task " + task + " cannot be found.");
        }
        return GetServiceLinkedRoleDeletionStatusResponse.builder()
                .status(DeletionTaskStatusType.SUCCEEDED)
                .build();
    }

    private static Known known(String service) {
        InputStream resource = Objects.requireNonNull(
                ServiceLinkedRoles.class.getResourceAsStream("service-linked-roles.tsv"), "service-linked-roles.tsv");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return in.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split("\t", -1))
                    .filter(parts -> parts[0].equals(service))
                    .map(parts -> new Known(parts[0], parts[1], parts[2], parts.length > 3))
                    .findFirst()
                    .orElseThrow(
                            () -> IamErrors.input("Service " + service + " does not support service-linked roles"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
