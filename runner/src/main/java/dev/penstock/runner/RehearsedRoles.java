package dev.penstock.runner;

import dev.penstock.pipeline.ActionDeclaration;
import dev.penstock.pipeline.Pipeline;
import dev.penstock.settings.RoleSetting;
import dev.penstock.settings.RunSettings;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The roles that a definition passes on to CloudFormation ({@code RoleArn}), in a rehearsal. CloudFormation takes only a role of the
 * stack's own account, so a role of the definition's account has one of the same name in the simulated account.
 */
final class RehearsedRoles {

    /** Name with path, as in {@code arn:aws:iam::123456789012:role/ci/deployer}. */
    private static final Pattern ROLE = Pattern.compile(
            "(?<partition>arn:aws[a-z-]*):iam::(?<account>[0-9]{12}):role/(?<name>(?:[!-.0-~]+/)*[\\w+=,.@-]{1,64})");

    private RehearsedRoles() {}

    /** The settings, with the simulated account's roles in the place of those of other accounts of which they say nothing. */
    static RunSettings over(RunSettings settings, Pipeline pipeline) {
        String account = account(settings);
        Map<String, RoleSetting> roles = new LinkedHashMap<>(settings.roles());
        pipeline.stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .flatMap(action -> passedOn(action).stream())
                .filter(role -> !role.group("account").equals(account))
                .forEach(role -> roles.putIfAbsent(
                        role.group(),
                        new RoleSetting.Assume(
                                role.group("partition") + ":iam::" + account + ":role/" + role.group("name"))));
        return settings.withRoles(roles);
    }

    /** The names with their paths of the roles that the simulated account needs. */
    static Set<String> names(List<ActionDeclaration> actions, RunSettings settings) {
        Set<String> names = new LinkedHashSet<>();
        for (ActionDeclaration action : actions) {
            passedOn(action)
                    .filter(role -> role.group("account").equals(account(settings))
                            || settings.roles().get(role.group()) instanceof RoleSetting.Assume)
                    .ifPresent(role -> names.add(role.group("name")));
        }
        return names;
    }

    private static String account(RunSettings settings) {
        return settings.account().orElse(RunPlan.SIMULATED_ACCOUNT);
    }

    private static Optional<Matcher> passedOn(ActionDeclaration action) {
        if (!action.type().provider().equals("CloudFormation")) {
            return Optional.empty();
        }
        return Optional.of(ROLE.matcher(action.configuration().getOrDefault("RoleArn", "")))
                .filter(Matcher::matches);
    }
}
