package dev.penstock.pipeline;

import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;

/** Actions of CodePipeline that Penstock knows and leaves to AWS, and what comes nearest to them here. */
public final class NotCarriedOut {

    private static final Map<String, String> NEAREST = Map.ofEntries(
            // CodeDeploy's deployments to EC2 instances and hosts elsewhere, with zonal configurations and scripts.
            entry(
                    "Deploy/AWS/CodeDeploy/1",
                    "Nearest to it come Deploy/AWS/ElasticBeanstalk/1, which replaces instances part by part"
                            + " ('release: {strategy: rolling}'), and Deploy/AWS/CodeDeployToECS/1 for services. Zones one"
                            + " after the other are 'waves' of Deploy/AWS/CloudFormation/1."),
            entry(
                    "Deploy/AWS/EC2/1",
                    "Nearest to it comes Deploy/AWS/ElasticBeanstalk/1, which replaces instances part by part"
                            + " ('release: {strategy: rolling}'); or Compute/AWS/Commands/1 with 'aws ssm send-command'."),
            entry("Deploy/AWS/EKS/1", commands("helm upgrade --install --wait", "kubectl apply")),
            entry(
                    "Deploy/AWS/AppConfig/1",
                    "Nearest to it comes Deploy/AWS/CloudFormation/1 with a resource AWS::AppConfig::Deployment."),
            entry(
                    "Deploy/AWS/ServiceCatalog/1",
                    "Nearest to it comes Deploy/AWS/CloudFormation/1 with a resource"
                            + " AWS::ServiceCatalog::CloudFormationProduct."),
            entry(
                    "Deploy/AWS/OpsWorks/1",
                    "AWS has ended OpsWorks Stacks. Nearest to it comes" + " Deploy/AWS/ElasticBeanstalk/1."),
            entry("Deploy/ThirdParty/AlexaSkillsKit/1", commands("ask deploy")),
            entry("Test/AWS/DeviceFarm/1", commands("aws devicefarm schedule-run")),
            entry(
                    "Invoke/AWS/CodePipeline/1",
                    "Nearest to it comes Compute/AWS/Commands/1 with 'penstock run', or with 'aws codepipeline"
                            + " start-pipeline-execution' for a pipeline that CodePipeline runs."),
            entry("Invoke/AWS/InspectorScan/1", commands("inspector-sbomgen", "aws inspector-scan scan-sbom")),
            entry("Invoke/ThirdParty/Snyk/1", commands("snyk test")));

    private NotCarriedOut() {}

    private static String commands(String... programs) {
        return "Nearest to it comes Compute/AWS/Commands/1 with '" + String.join("' or '", programs) + "'.";
    }

    /** What comes nearest to an action of a type, in a sentence; absent if it is none of these. */
    public static Optional<String> nearest(ActionTypeId type) {
        return Optional.ofNullable(NEAREST.get(type.toString()));
    }
}
