package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.ResourcePolicies.PassedRole;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.wire.ServiceError;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.elasticbeanstalk.model.AssociateEnvironmentOperationsRoleRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.CreateEnvironmentRequest;
import software.amazon.awssdk.services.elasticbeanstalk.model.UpdateEnvironmentRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;

/**
 * The roles that a call gives to Elastic Beanstalk and to its instances, which its caller must be allowed to pass. Source:
 * Developer Guide, "Elastic Beanstalk user policies", whose {@code iam:PassRole} names these services.
 */
final class PassedRoles {

    private static final String BEANSTALK = "elasticbeanstalk.amazonaws.com";

    private final BeanstalkStore store;
    private final ServiceCalls calls;

    PassedRoles(BeanstalkStore store, ServiceCalls calls) {
        this.store = store;
        this.calls = calls;
    }

    List<PassedRole> of(Caller caller, SdkPojo request) {
        return switch (request) {
            case CreateEnvironmentRequest create -> {
                Settings given = template(caller, create.applicationName(), create.templateName())
                        .with(Settings.of(create.optionSettings()));
                List<PassedRole> roles = new ArrayList<>(of(caller, given));
                if (create.operationsRole() != null) {
                    roles.add(new PassedRole(create.operationsRole(), BEANSTALK));
                }
                yield roles;
            }
            case UpdateEnvironmentRequest update ->
                of(
                        caller,
                        template(caller, update.applicationName(), update.templateName())
                                .with(Settings.of(update.optionSettings())));
            case AssociateEnvironmentOperationsRoleRequest associate ->
                associate.operationsRole() == null
                        ? List.of()
                        : List.of(new PassedRole(associate.operationsRole(), BEANSTALK));
            default -> List.of();
        };
    }

    private Settings template(Caller caller, @Nullable String application, @Nullable String name) {
        if (application == null || name == null) {
            return Settings.NONE;
        }
        return store.application(caller, application)
                .flatMap(row -> store.template(row, name))
                .map(row -> Settings.read(row.settings()))
                .orElse(Settings.NONE);
    }

    private List<PassedRole> of(Caller caller, Settings given) {
        List<PassedRole> roles = new ArrayList<>();
        given.value("aws:elasticbeanstalk:environment", "ServiceRole")
                .filter(role -> !role.isEmpty())
                .map(role -> new PassedRole(
                        role.startsWith("arn:") ? role : "arn:aws:iam::" + caller.account() + ":role/" + role,
                        BEANSTALK))
                .ifPresent(roles::add);
        given.value("aws:autoscaling:launchconfiguration", "IamInstanceProfile")
                .filter(profile -> !profile.isEmpty())
                .ifPresent(profile -> roles.addAll(ofProfile(caller, profile)));
        return roles;
    }

    /** The roles within an instance profile; none when it is not there, which the call itself will say. */
    private List<PassedRole> ofProfile(Caller caller, String profile) {
        String name = profile.substring(profile.lastIndexOf('/') + 1);
        Caller root = new Caller(
                caller.account(), caller.region(), "arn:aws:iam::" + caller.account() + ":root", caller.account());
        try {
            return calls
                    .call(
                            root,
                            "iam",
                            GetInstanceProfileRequest.builder()
                                    .instanceProfileName(name)
                                    .build(),
                            GetInstanceProfileResponse.class)
                    .instanceProfile()
                    .roles()
                    .stream()
                    .map(role -> new PassedRole(role.arn(), "ec2.amazonaws.com"))
                    .toList();
        } catch (ServiceError e) {
            if (e.code().equals("NoSuchEntity")) {
                return List.of();
            }
            throw e;
        }
    }
}
