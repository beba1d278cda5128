package dev.penstock.library;

import dev.penstock.beanstalk.Bundles;
import dev.penstock.beanstalk.Environments;
import dev.penstock.bucket.Buckets;
import dev.penstock.codebuild.BuildLogs;
import dev.penstock.codebuild.CodeBuilds;
import dev.penstock.codedeploy.CodeDeployments;
import dev.penstock.function.Functions;
import dev.penstock.image.ImageRegistry;
import dev.penstock.metric.CanaryFacts;
import dev.penstock.metric.EnvironmentCounts;
import dev.penstock.metric.MetricData;
import dev.penstock.observe.ResourceReader;
import dev.penstock.release.ContainerServices;
import dev.penstock.release.ContainerTasks;
import dev.penstock.release.TaskSets;
import dev.penstock.secret.SecretResolver;
import dev.penstock.stack.AlarmStates;
import dev.penstock.stack.StackFiles;
import dev.penstock.stack.Stacks;
import dev.penstock.stack.set.StackSets;
import dev.penstock.statemachine.StateMachines;
import dev.penstock.traffic.ListenerRules;
import dev.penstock.traffic.LoadBalancers;
import dev.penstock.traffic.WebProbe;
import java.util.List;

/** Where pipelines deploy to, behind the ports. What is not used is not opened. */
public interface Cloud extends AutoCloseable {

    /** Services of containers. */
    ContainerServices services();

    /** Task definitions and tasks, whoever deploys them. */
    ContainerTasks containerTasks();

    /** Task sets of services whose deployments are made from outside. */
    TaskSets taskSets();

    /** Functions. */
    Functions functions();

    /** State machines. */
    StateMachines stateMachines();

    /** Deployments that CodeDeploy makes. */
    CodeDeployments codeDeployments();

    /** Stacks of resources. */
    Stacks stacks();

    /** Sets of equal stacks in many accounts and Regions. */
    StackSets stackSets();

    /** Where files go that stacks are made of. */
    StackFiles stackFiles();

    /** Alarms that speak against going on. */
    AlarmStates alarms();

    /** Metrics of what is deployed. */
    MetricData metricData();

    /** What gates of a verdict are about. */
    CanaryFacts canaryFacts();

    /** What environments count themselves. */
    EnvironmentCounts environmentCounts();

    /** Environments of applications. */
    Environments environments();

    /** Where the bundles are put that become versions of applications. */
    Bundles bundles();

    /** Rules by which load balancers divide requests. */
    ListenerRules listenerRules();

    /** Load balancers and their target groups. */
    LoadBalancers loadBalancers();

    /** Asks what was deployed for pages. */
    WebProbe webProbe();

    /** Builds that run elsewhere. */
    CodeBuilds codeBuilds();

    /** What is followed of the logs of those builds, by the reader of builds; nothing where nobody reads them. */
    default BuildLogs buildLogs() {
        return BuildLogs.NONE;
    }

    /** Objects that others put into buckets, or are to find there. */
    Buckets buckets();

    /** Where images are pushed to. */
    ImageRegistry registry();

    /** Where secrets are kept. */
    SecretResolver secrets();

    /** Readers of what actions wait for. */
    List<ResourceReader> resourceReaders();

    @Override
    void close();
}
