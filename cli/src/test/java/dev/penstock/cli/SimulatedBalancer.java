package dev.penstock.cli;

import dev.penstock.simulator.SimulatedAws;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** The only load balancer of a simulated account. */
record SimulatedBalancer(SimulatedAws aws) {

    /** Where its first listener is reached. */
    URI address() {
        try (ElasticLoadBalancingV2Client balancers = client(aws, ElasticLoadBalancingV2Client.builder())) {
            String arn =
                    balancers.describeLoadBalancers().loadBalancers().getFirst().loadBalancerArn();
            return aws.listenerAddress(balancers
                    .describeListeners(list -> list.loadBalancerArn(arn))
                    .listeners()
                    .getFirst()
                    .listenerArn());
        }
    }

    /** A client of the account of simulated runs. */
    static <B extends AwsClientBuilder<B, C>, C> C client(SimulatedAws aws, B builder) {
        return builder.endpointOverride(aws.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("123456789012", "simulated")))
                .build();
    }
}
