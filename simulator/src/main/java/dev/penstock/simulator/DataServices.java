package dev.penstock.simulator;

import dev.penstock.simulator.cloudwatch.CloudWatch;
import dev.penstock.simulator.ecr.Ecr;
import dev.penstock.simulator.kms.Kms;
import dev.penstock.simulator.logs.CloudWatchLogs;
import dev.penstock.simulator.logs.LogStore;
import dev.penstock.simulator.s3.S3;
import dev.penstock.simulator.secretsmanager.SecretsManager;
import dev.penstock.simulator.secretsmanager.TaskSecrets;
import dev.penstock.simulator.server.Dispatcher;
import dev.penstock.simulator.server.HttpFront;
import dev.penstock.simulator.service.Ids;
import dev.penstock.simulator.service.ResourcePolicies;
import dev.penstock.simulator.service.ServiceDefinition;
import dev.penstock.simulator.service.Tags;
import dev.penstock.simulator.sns.Sns;
import dev.penstock.simulator.sqs.Sqs;
import dev.penstock.simulator.ssm.ParameterStore;
import dev.penstock.simulator.state.Calendar;
import dev.penstock.simulator.state.Store;
import java.util.List;

/** The services that keep and pass on what others work with: objects, images, secrets, messages, logs, metrics. */
final class DataServices {

    final S3 s3;
    final Ecr ecr;
    final LogStore logs;
    final SecretsManager secrets;
    final ParameterStore parameters;
    final TaskSecrets values;
    final Sqs sqs;
    final Sns sns;
    final CloudWatch cloudWatch;
    private final Foundation base;
    private final Kms kms;

    DataServices(Foundation base, Dispatcher dispatcher) {
        this.base = base;
        Store store = base.store();
        Calendar calendar = base.calendar();
        Ids ids = base.ids();
        Tags tags = base.tags();
        HttpFront front = base.front();
        s3 = new S3(store, calendar, ids);
        ecr = new Ecr(store, calendar, ids, tags, dispatcher);
        logs = new LogStore(store);
        secrets = new SecretsManager(store, calendar, ids, tags);
        kms = new Kms(store, ids);
        parameters = new ParameterStore(store, ids, tags, secrets);
        values = new TaskSecrets(parameters, secrets);
        sqs = new Sqs(store, base.time(), calendar, ids, tags, base.authorizer(), front::endpoint);
        sns = new Sns(store, base.time(), ids, tags, sqs, front::endpoint);
        cloudWatch = new CloudWatch(store, base.time(), calendar, tags, sns::publish);
        register(base.policies());
    }

    private void register(ResourcePolicies policies) {
        policies.register("s3", s3::policyOf);
        policies.registerOwner("s3", s3::ownerOf);
        policies.register("ecr", ecr::policyOf);
        policies.register("secretsmanager", secrets::policyOf);
        policies.registerNaming("secretsmanager", secrets::arnOf);
        policies.registerNaming("kms", kms::arnOf);
        policies.register("sqs", sqs::policyOf);
        policies.register("sns", sns::policyOf);
    }

    List<ServiceDefinition> services() {
        return List.of(
                s3.definition(),
                ecr.definition(),
                new CloudWatchLogs(base.store(), logs, cloudWatch.metrics(), base.tags(), base.ids()).definition(),
                cloudWatch.definition(),
                sns.definition(),
                sqs.definition(),
                parameters.definition(),
                secrets.definition(),
                kms.definition());
    }
}
