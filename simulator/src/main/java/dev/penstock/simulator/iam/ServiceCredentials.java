package dev.penstock.simulator.iam;

import dev.penstock.simulator.service.Call;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceDefinition.Operations;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateServiceSpecificCredentialRequest;
import software.amazon.awssdk.services.iam.model.CreateServiceSpecificCredentialResponse;
import software.amazon.awssdk.services.iam.model.DeleteServiceSpecificCredentialRequest;
import software.amazon.awssdk.services.iam.model.DeleteServiceSpecificCredentialResponse;
import software.amazon.awssdk.services.iam.model.ListServiceSpecificCredentialsRequest;
import software.amazon.awssdk.services.iam.model.ListServiceSpecificCredentialsResponse;
import software.amazon.awssdk.services.iam.model.ResetServiceSpecificCredentialRequest;
import software.amazon.awssdk.services.iam.model.ResetServiceSpecificCredentialResponse;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredential;
import software.amazon.awssdk.services.iam.model.ServiceSpecificCredentialMetadata;
import software.amazon.awssdk.services.iam.model.StatusType;
import software.amazon.awssdk.services.iam.model.UpdateServiceSpecificCredentialRequest;
import software.amazon.awssdk.services.iam.model.UpdateServiceSpecificCredentialResponse;

/** User names and passwords of users for one service, like those for Git at CodeCommit. Words as recorded from AWS. */
final class ServiceCredentials {

    private static final int MOST = 2;
    private static final Set<String> SERVICES = Set.of("codecommit.amazonaws.com", "cassandra.amazonaws.com");

    private final IamStore store;
    private final IdentityLookup identities;
    private final Ids ids;

    ServiceCredentials(IamStore store, Ids ids) {
        this.store = store;
        this.identities = new IdentityLookup(store);
        this.ids = ids;
    }

    void declare(Operations all) {
        all.operation("CreateServiceSpecificCredential", CreateServiceSpecificCredentialRequest::builder, this::create)
                .operation("ListServiceSpecificCredentials", ListServiceSpecificCredentialsRequest::builder, this::list)
                .operation(
                        "UpdateServiceSpecificCredential",
                        UpdateServiceSpecificCredentialRequest::builder,
                        this::update)
                .operation(
                        "ResetServiceSpecificCredential", ResetServiceSpecificCredentialRequest::builder, this::reset)
                .operation(
                        "DeleteServiceSpecificCredential",
                        DeleteServiceSpecificCredentialRequest::builder,
                        this::delete);
    }

    private CreateServiceSpecificCredentialResponse create(Call call, CreateServiceSpecificCredentialRequest request) {
        Identity user = identities.user(call, request.userName());
        String service = service(request.serviceName());
        List<IamStore.ServiceCredential> known = of(user, service);
        if (known.size() >= MOST) {
            throw IamErrors.limit("Cannot exceed quota for ServiceSpecificCredentialsPerUser: " + MOST);
        }
        int number = known.isEmpty() ? 0 : 1 - known.getFirst().number();
        IamStore.ServiceCredential made = new IamStore.ServiceCredential(
                "ACCA" + ids.key(17),
                user.account(),
                user.name(),
                service,
                number,
                true,
                call.now().truncatedTo(ChronoUnit.SECONDS));
        put(call, made);
        return CreateServiceSpecificCredentialResponse.builder()
                .serviceSpecificCredential(withPassword(made))
                .build();
    }

    private ListServiceSpecificCredentialsResponse list(Call call, ListServiceSpecificCredentialsRequest request) {
        Identity user = identities.user(call, request.userName());
        String service = request.serviceName() == null ? "" : service(request.serviceName());
        return ListServiceSpecificCredentialsResponse.builder()
                .serviceSpecificCredentials(of(user, service).stream()
                        .map(known -> ServiceSpecificCredentialMetadata.builder()
                                .userName(known.user())
                                .status(status(known))
                                .serviceUserName(known.serviceUserName())
                                .createDate(known.created())
                                .serviceSpecificCredentialId(known.id())
                                .serviceName(known.service())
                                .build())
                        .toList())
                .build();
    }

    private UpdateServiceSpecificCredentialResponse update(Call call, UpdateServiceSpecificCredentialRequest request) {
        if (request.status() != StatusType.ACTIVE && request.status() != StatusType.INACTIVE) {
            throw IamErrors.constraint("status", "satisfy enum value set");
        }
        IamStore.ServiceCredential known = get(call, request.userName(), request.serviceSpecificCredentialId());
        put(call, known.withActive(request.status() == StatusType.ACTIVE));
        return UpdateServiceSpecificCredentialResponse.builder().build();
    }

    private ResetServiceSpecificCredentialResponse reset(Call call, ResetServiceSpecificCredentialRequest request) {
        IamStore.ServiceCredential known = get(call, request.userName(), request.serviceSpecificCredentialId());
        call.effect(known.id());
        return ResetServiceSpecificCredentialResponse.builder()
                .serviceSpecificCredential(withPassword(known))
                .build();
    }

    private DeleteServiceSpecificCredentialResponse delete(Call call, DeleteServiceSpecificCredentialRequest request) {
        IamStore.ServiceCredential known = get(call, request.userName(), request.serviceSpecificCredentialId());
        store.serviceCredentials().remove(known.id());
        call.effect(known.id());
        return DeleteServiceSpecificCredentialResponse.builder().build();
    }

    private IamStore.ServiceCredential get(Call call, @Nullable String userName, @Nullable String credentialId) {
        String id = IamRules.required("serviceSpecificCredentialId", credentialId);
        if (!id.matches("\\w+")) {
            throw IamErrors.constraint("serviceSpecificCredentialId", "satisfy regular expression pattern: [\\w]+");
        }
        String user = identities.userOrCaller(call, userName).name();
        return store.serviceCredentials()
                .get(id)
                .filter(known ->
                        known.account().equals(call.account()) && known.user().equals(user))
                .orElseThrow(() -> IamErrors.noSuchEntity("No such credential " + id + " exists"));
    }

    private static String service(@Nullable String given) {
        String service = IamRules.required("serviceName", given);
        if (!SERVICES.contains(service)) {
            throw IamErrors.noSuchEntity(
                    "No such service " + service + " is supported for Service Specific Credentials");
        }
        return service;
    }

    private List<IamStore.ServiceCredential> of(Identity user, String service) {
        return store.serviceCredentials().all().stream()
                .filter(known ->
                        known.account().equals(user.account()) && known.user().equals(user.name()))
                .filter(known -> service.isEmpty() || known.service().equals(service))
                .toList();
    }

    private ServiceSpecificCredential withPassword(IamStore.ServiceCredential known) {
        return ServiceSpecificCredential.builder()
                .createDate(known.created())
                .serviceName(known.service())
                .serviceUserName(known.serviceUserName())
                .servicePassword(ids.word(44))
                .serviceSpecificCredentialId(known.id())
                .userName(known.user())
                .status(status(known))
                .build();
    }

    private static StatusType status(IamStore.ServiceCredential known) {
        return known.active() ? StatusType.ACTIVE : StatusType.INACTIVE;
    }

    private void put(Call call, IamStore.ServiceCredential credential) {
        store.serviceCredentials().put(credential.id(), credential);
        call.effect(credential.id());
    }
}
