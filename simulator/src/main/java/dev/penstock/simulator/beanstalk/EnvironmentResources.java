package dev.penstock.simulator.beanstalk;

import dev.penstock.simulator.iam.Roles;
import dev.penstock.simulator.service.Caller;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ServiceCalls;
import dev.penstock.simulator.wire.ServiceError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileRequest;
import software.amazon.awssdk.services.iam.model.GetInstanceProfileResponse;
import software.amazon.awssdk.services.sqs.model.CreateQueueRequest;
import software.amazon.awssdk.services.sqs.model.CreateQueueResponse;
import software.amazon.awssdk.services.sqs.model.DeleteQueueRequest;
import software.amazon.awssdk.services.sqs.model.DeleteQueueResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** What belongs to an environment beside its instances: load balancer, queue, Auto Scaling group, roles. */
final class EnvironmentResources {

    private static final String LAUNCH = "aws:autoscaling:launchconfiguration";
    private static final String SQSD = "aws:elasticbeanstalk:sqsd";
    private static final String QUEUE = "AWSEBWorkerQueue";
    private static final String DEAD_LETTERS = "AWSEBWorkerDeadLetterQueue";

    private final BeanstalkStore store;
    private final Events events;
    private final Ids ids;
    private final ServiceCalls calls;
    private final Roles roles;
    private final Balancer balancer;
    private final Fleet fleet;
    private final Hosts hosts;

    EnvironmentResources(
            BeanstalkStore store,
            Events events,
            Ids ids,
            ServiceCalls calls,
            Roles roles,
            Balancer balancer,
            Fleet fleet,
            Hosts hosts) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.calls = calls;
        this.roles = roles;
        this.balancer = balancer;
        this.fleet = fleet;
        this.hosts = hosts;
    }

    /** Makes everything, with the events that its making causes. */
    void create(EnvironmentRow environment) {
        events.info(
                environment,
                "Using " + StorageLocation.bucket(environment.account(), environment.region())
                        + " as Amazon S3 storage bucket for environment data.");
        requireProfile(environment);
        String suffix = ids.word(13).toUpperCase(Locale.ROOT);
        String group = environment.stack() + "-AWSEBAutoScalingGroup-" + suffix;
        EnvironmentRow.Resources made =
                EnvironmentRow.Resources.none(environment.resources().cname()).with(queue(environment), group, suffix);
        events.info(environment, "Created security group named: " + hosts.createGroup(environment, suffix));
        if (Balancer.isWanted(environment)) {
            made = balancer.create(environment, made);
            if (made.targetGroup().isEmpty()) {
                events.info(environment, "Created load balancer named: " + made.loadBalancer());
            } else {
                events.info(environment, "Created target group named: " + made.targetGroup());
                if (made.isShared()) {
                    made.rules()
                            .forEach(rule ->
                                    events.info(environment, "Created Load Balancer listener rule named: " + rule));
                } else {
                    events.info(environment, "Created load balancer named: " + made.loadBalancer());
                    events.info(environment, "Created Load Balancer listener named: " + made.listener());
                }
            }
        } else if (!environment.isWorker()) {
            String address = "203.0.113." + (1 + ids.next().nextInt(254));
            made = made.at(address);
            events.info(environment, "Created EIP: " + address);
        }
        events.info(environment, "Created Auto Scaling group named: " + group);
        events.info(environment, "Waiting for EC2 instances to launch. This may take a few minutes.");
        EnvironmentRow launching = environment.with(made);
        store.put(launching);
        hosts.create(launching);
    }

    /** How long it takes: load balancers and alarms are the slow part. */
    Duration making(EnvironmentRow environment) {
        return Duration.ofSeconds(environment.resources().isBalanced() ? 75 : 35);
    }

    private String queue(EnvironmentRow environment) {
        if (!environment.isWorker()) {
            return "";
        }
        Optional<String> given =
                environment.options().value(SQSD, "WorkerQueueURL").filter(url -> !url.isEmpty());
        return given.orElseGet(() -> ownQueue(environment));
    }

    /** A queue, and one for the messages of which the application does not get done. */
    private String ownQueue(EnvironmentRow environment) {
        String name = environment.stack() + "-" + QUEUE + "-" + ids.word(12);
        Settings options = environment.options();
        String retention = Integer.toString(options.number(SQSD, "RetentionPeriod", 345_600));
        make(
                environment,
                name.replace(QUEUE, DEAD_LETTERS),
                Map.of(QueueAttributeName.MESSAGE_RETENTION_PERIOD, retention));
        String letters = "arn:aws:sqs:" + environment.region() + ":" + environment.account() + ":"
                + name.replace(QUEUE, DEAD_LETTERS);
        return make(
                environment,
                name,
                Map.of(
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        retention,
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        Integer.toString(options.number(SQSD, "VisibilityTimeout", 300)),
                        QueueAttributeName.REDRIVE_POLICY,
                        "{\"deadLetterTargetArn\":\"" + letters + "\",\"maxReceiveCount\":"
                                + options.number(SQSD, "MaxRetries", 10) + "}"));
    }

    private String make(EnvironmentRow environment, String name, Map<QueueAttributeName, String> attributes) {
        return calls.call(
                        Balancer.caller(environment),
                        "sqs",
                        CreateQueueRequest.builder()
                                .queueName(name)
                                .attributes(attributes)
                                .build(),
                        CreateQueueResponse.class)
                .queueUrl();
    }

    /** The queue of dead letters that belongs to a queue which an environment has made; empty for one that was given. */
    static Optional<String> deadLetters(String queue) {
        return queue.contains("-" + QUEUE + "-") ? Optional.of(queue.replace(QUEUE, DEAD_LETTERS)) : Optional.empty();
    }

    private void requireProfile(EnvironmentRow environment) {
        String given = environment.options().value(LAUNCH, "IamInstanceProfile").orElse("");
        if (given.isEmpty()) {
            throw ServiceError.client(
                    "ConfigurationValidationException", "Environment must have instance profile associated with it.");
        }
        String name = given.substring(given.lastIndexOf('/') + 1);
        try {
            calls.call(
                    new Caller(
                            environment.account(),
                            environment.region(),
                            "arn:aws:iam::" + environment.account() + ":root",
                            environment.account()),
                    "iam",
                    GetInstanceProfileRequest.builder()
                            .instanceProfileName(name)
                            .build(),
                    GetInstanceProfileResponse.class);
        } catch (ServiceError e) {
            throw ServiceError.client(
                    "ConfigurationValidationException",
                    "The instance profile " + name + " associated with the environment does not exist.");
        }
    }

    /** Refuses a service role that is not there. */
    void requireServiceRole(String account, Settings settings) {
        settings.value("aws:elasticbeanstalk:environment", "ServiceRole")
                .filter(role -> !role.isEmpty())
                .ifPresent(role -> {
                    String arn = role.startsWith("arn:") ? role : "arn:aws:iam::" + account + ":role/" + role;
                    if (roles.byArn(arn).isEmpty()) {
                        throw BeanstalkErrors.configuration("Invalid option value: '" + role
                                + "' (Namespace: 'aws:elasticbeanstalk:environment', OptionName: 'ServiceRole'): Unable to"
                                + " assume role \"" + arn
                                + "\". Verify that the role exists and is configured correctly.");
                    }
                });
    }

    /** Brings the number of instances in line with the settings of the Auto Scaling group. */
    void resize(EnvironmentRow environment) {
        hosts.resize(environment);
        List<InstanceRow> now = store.instances(environment);
        int least = Plans.size(environment);
        int most =
                environment.isSingleInstance() ? 1 : environment.options().number("aws:autoscaling:asg", "MaxSize", 4);
        if (now.size() < least) {
            fleet.launch(environment, least - now.size(), false);
        } else if (now.size() > most) {
            fleet.terminate(
                    environment,
                    now.subList(most, now.size()).stream().map(InstanceRow::id).toList());
        }
    }

    private void deleteQueue(EnvironmentRow environment, String url) {
        try {
            calls.call(
                    Balancer.caller(environment),
                    "sqs",
                    DeleteQueueRequest.builder().queueUrl(url).build(),
                    DeleteQueueResponse.class);
        } catch (ServiceError e) {
            events.warn(environment, "Failed to delete queue " + url + ": " + e.message());
        }
    }

    void delete(EnvironmentRow environment) {
        EnvironmentRow.Resources has = environment.resources();
        balancer.delete(environment);
        hosts.delete(environment);
        boolean own = !has.queue().isEmpty()
                && environment
                        .options()
                        .value(SQSD, "WorkerQueueURL")
                        .filter(url -> !url.isEmpty())
                        .isEmpty();
        if (own) {
            deleteQueue(environment, has.queue());
            deadLetters(has.queue()).ifPresent(letters -> deleteQueue(environment, letters));
        }
        if (!has.scalingGroup().isEmpty()) {
            events.info(environment, "Deleted Auto Scaling group named: " + has.scalingGroup());
        }
        if (has.isBalanced() && !has.isShared()) {
            events.info(environment, "Deleted load balancer named: " + has.loadBalancer());
        }
        store.put(environment.with(EnvironmentRow.Resources.none(has.cname())));
    }
}
