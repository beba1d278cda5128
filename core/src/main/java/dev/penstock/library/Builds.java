package dev.penstock.library;

import dev.penstock.action.ActionProvider;
import dev.penstock.build.BuildProject;
import dev.penstock.build.BuildProjects;
import dev.penstock.build.CodeBuildAction;
import dev.penstock.build.CommandsAction;
import dev.penstock.codebuild.BuildExchange;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.function.FunctionInvokeAction;
import dev.penstock.pipeline.ActionCategory;
import dev.penstock.rule.CloudWatchAlarmRule;
import dev.penstock.rule.DeploymentWindowRule;
import dev.penstock.rule.VariableCheckRule;
import dev.penstock.rule.WorkRule;
import dev.penstock.settings.RunSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Builds as the settings of a run say: those of actions, and those of the rules in conditions.
 *
 * @param exchange where builds and functions of AWS read artifacts and put them
 */
record Builds(RunSettings settings, Machine machine, Cloud cloud, BuildExchange exchange) {

    /** The actions that build. */
    List<ActionProvider<?, ?>> actions() {
        List<ActionProvider<?, ?>> all = new ArrayList<>(CodeBuildAction.all(
                projects(), machine.builds(), cloud.secrets(), cloud.codeBuilds(), exchange, logs()));
        all.add(commands());
        return all;
    }

    /** The rules that conditions of stages are made of. */
    List<ActionProvider<?, ?>> rules() {
        return List.of(
                new DeploymentWindowRule(),
                new VariableCheckRule(),
                new CloudWatchAlarmRule(),
                WorkRule.lambdaInvoke(new FunctionInvokeAction(cloud.functions(), exchange)),
                WorkRule.codeBuild(CodeBuildAction.of(
                        ActionCategory.RULE,
                        projects(),
                        machine.builds(),
                        cloud.secrets(),
                        cloud.codeBuilds(),
                        exchange,
                        logs())),
                WorkRule.commands(commands(), projects()));
    }

    private CommandsAction commands() {
        return new CommandsAction(
                projects(),
                action -> settings.buildOf(action).projectName(),
                machine.builds(),
                cloud.secrets(),
                cloud.codeBuilds(),
                exchange,
                logs());
    }

    private BuildProjects projects() {
        return (name, action) -> {
            BuildProject project = settings.buildOf(action).project();
            return machine.runsBuilds() ? project : project.inCodeBuild();
        };
    }

    /** Who runs no builds itself is called for moments only: nobody looks on there. */
    private BuildLogs logs() {
        return machine.runsBuilds() ? cloud.buildLogs() : BuildLogs.NONE;
    }
}
