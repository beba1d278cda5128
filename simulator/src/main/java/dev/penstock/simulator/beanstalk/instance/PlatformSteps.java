package dev.penstock.simulator.beanstalk.instance;

import dev.penstock.simulator.beanstalk.bundle.Application;
import dev.penstock.simulator.beanstalk.bundle.BundleFile;
import dev.penstock.simulator.beanstalk.bundle.BundleRefused;
import dev.penstock.simulator.beanstalk.bundle.ConfigurationFile;
import dev.penstock.simulator.beanstalk.bundle.PlatformHooks;
import dev.penstock.simulator.beanstalk.bundle.PlatformHooks.Moment;
import java.time.Instant;
import java.util.List;

/**
 * The steps of a deployment, as a platform's log tells them. Source: Developer Guide, "Instance deployment workflow"; the
 * names of instructions as they stand in logs of Amazon Linux 2 and 2023.
 */
final class PlatformSteps {

    private PlatformSteps() {}

    /** What happens before the application is set up. */
    static EngineLog before(EngineLog log, Instant now, InstanceCommand command, PreparedBundle bundle) {
        if (command.kind() == InstanceCommand.Kind.RESTART) {
            return log;
        }
        log.instruction(now, "PreBuildEbExtension");
        log.info(now, "Starting executing the config set Infra-EmbeddedPreBuild.");
        for (ConfigurationFile.Command each : bundle.configuration().commands()) {
            log.info(now, "Command " + each.name() + " is not executed: " + String.join(" ", each.words()));
        }
        log.info(now, "Finished executing the config set Infra-EmbeddedPreBuild.");
        if (isDeployment(command)) {
            log.instruction(now, "StageApplication");
            log.info(now, "extracting /opt/elasticbeanstalk/deployment/app_source_bundle to /var/app/staging/");
            log.info(
                    now,
                    "finished extracting /opt/elasticbeanstalk/deployment/app_source_bundle to /var/app/staging/"
                            + " successfully");
        }
        return hooks(log, now, command, bundle, Moment.PREBUILD);
    }

    /** What happens from there to the end, when all goes well. */
    static EngineLog after(EngineLog log, Instant now, InstanceCommand command, PreparedBundle bundle) {
        if (command.kind() != InstanceCommand.Kind.RESTART) {
            log.instruction(now, "PostBuildEbExtension");
            for (ConfigurationFile.Command each : bundle.configuration().containerCommands()) {
                String why = each.leaderOnly() && !command.leader() ? "this instance is not the leader" : "";
                log.info(
                        now,
                        "Container command " + each.name() + " is not executed"
                                + (why.isEmpty() ? ": " + String.join(" ", each.words()) : ", as " + why));
            }
            hooks(log, now, command, bundle, Moment.PREDEPLOY);
            switch (bundle.application()) {
                case Application.Processes processes ->
                    processes
                            .commands()
                            .forEach((name, line) -> log.info(now, "Starting process " + name + ": " + line));
                case Application.Containers containers ->
                    containers.containers().forEach(each -> log.info(now, "Container " + each.name() + " runs"));
            }
            hooks(log, now, command, bundle, Moment.POSTDEPLOY);
        }
        return log.answered(
                now, command.kind(), true, List.of(InstanceEvent.info("Instance deployment completed successfully.")));
    }

    private static EngineLog hooks(
            EngineLog log, Instant now, InstanceCommand command, PreparedBundle bundle, Moment moment) {
        log.instruction(now, instruction(moment, command));
        String folder = PlatformHooks.folder(moment, isDeployment(command));
        log.info(now, "Executing platform hooks in " + folder + "/");
        List<BundleFile> scripts = bundle.source()
                .map(source -> PlatformHooks.of(source, moment, isDeployment(command)))
                .orElse(List.of());
        if (scripts.isEmpty()) {
            log.info(now, "The dir " + folder + "/ does not exist");
        }
        scripts.forEach(script -> log.info(now, "Hook " + script.path() + " is not executed"));
        return log.info(now, "Finished running scripts in /var/app/staging/" + folder);
    }

    /** A command that is told to fail. */
    static BundleRefused scriptedFailure(InstanceCommand command, InstanceScript script) {
        if (script.hook().isEmpty()) {
            return BundleRefused.onInstance(
                    "PostBuildEbExtension",
                    "",
                    "Container commands build failed. Please refer to /var/log/cfn-init.log for more details.");
        }
        Moment moment = script.hook().get();
        String path = PlatformHooks.folder(moment, isDeployment(command)) + "/01_scripted.sh";
        return BundleRefused.onInstance(
                instruction(moment, command),
                "",
                "Command " + path + " failed with error exit status 1. Stderr:told to fail by "
                        + InstanceScript.VARIABLE);
    }

    /** A container that ends before it counts as started. */
    static BundleRefused endedAtOnce(PreparedBundle bundle) {
        boolean task = bundle.application() instanceof Application.Containers containers
                && containers.form() == Application.Form.ECS_TASK;
        int code = bundle.script().exit().map(InstanceScript.Exit::code).orElse(1);
        return task
                ? BundleRefused.onInstance(
                        "Start ECS task",
                        "ECS task stopped due to: Essential container in task exited.",
                        "Failed to start ECS task after retrying 2 time(s).")
                : BundleRefused.onInstance(
                        "Run Docker Container",
                        "Instance deployment: The Docker container unexpectedly ended after it was started.",
                        "failed to run docker container: Docker container unexpectedly ended after it was started: exit"
                                + " code " + code);
    }

    private static boolean isDeployment(InstanceCommand command) {
        return command.kind() == InstanceCommand.Kind.LAUNCH || command.kind() == InstanceCommand.Kind.DEPLOY;
    }

    private static String instruction(Moment moment, InstanceCommand command) {
        String kind = isDeployment(command) ? "RunAppDeploy" : "RunConfigDeploy";
        return kind
                + switch (moment) {
                    case PREBUILD -> "PreBuildHooks";
                    case PREDEPLOY -> "PreDeployHooks";
                    case POSTDEPLOY -> "PostDeployHooks";
                };
    }
}
