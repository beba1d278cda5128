package dev.penstock.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.simulator.service.ServiceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class SimulatorPageTest {

    private static final Path PAGE = Path.of("..", "docs", "simulator.md");

    /** A service, and what stands before the first semicolon beside it. */
    private static final Pattern ROW = Pattern.compile("^\\| ([^|]+) \\| ([^|;]+)");

    /** An operation, with a remark in parentheses or not. */
    private static final Pattern OPERATION = Pattern.compile("(?:^|, )([A-Z][A-Za-z0-9]+)");

    /** The services as the page calls them. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("STS", "sts"),
            Map.entry("IAM", "iam"),
            Map.entry("S3", "s3"),
            Map.entry("ECR", "ecr"),
            Map.entry("CloudWatch", "monitoring"),
            Map.entry("SNS", "sns"),
            Map.entry("SQS", "sqs"),
            Map.entry("SSM Parameter Store", "ssm"),
            Map.entry("Secrets Manager", "secretsmanager"),
            Map.entry("CodeBuild", "codebuild"),
            Map.entry("CodeDeploy", "codedeploy"),
            Map.entry("CloudWatch Logs", "logs"),
            Map.entry("Elastic Load Balancing v2", "elasticloadbalancing"),
            Map.entry("ECS", "ecs"),
            Map.entry("Elastic Beanstalk", "elasticbeanstalk"),
            Map.entry("EC2", "ec2"),
            Map.entry("EC2 Auto Scaling", "autoscaling"),
            Map.entry("Lambda", "lambda"),
            Map.entry("EventBridge", "events"),
            Map.entry("EventBridge Scheduler", "scheduler"),
            Map.entry("KMS", "kms"),
            Map.entry("Step Functions", "states"),
            Map.entry("DynamoDB", "dynamodb"),
            Map.entry("CloudFormation", "cloudformation"));

    @Test
    void thePageListsTheOperationsThatThereAreAndNoOthers() throws IOException {
        Map<String, Collection<String>> there = new TreeMap<>();
        try (SimulatedAws aws = SimulatedAws.builder().start()) {
            for (ServiceDefinition service : aws.services()) {
                there.put(service.name(), new TreeSet<>(service.simulated()));
            }
        }

        assertThat(listed()).isEqualTo(there);
    }

    private static Map<String, Collection<String>> listed() throws IOException {
        Map<String, Collection<String>> listed = new TreeMap<>();
        List<String> lines = Files.readAllLines(PAGE);
        for (String line : lines.subList(lines.indexOf("## What is simulated"), lines.size())) {
            if (line.startsWith("## ") && !line.equals("## What is simulated")) {
                break;
            }
            Matcher row = ROW.matcher(line);
            String service = row.find() ? NAMES.getOrDefault(row.group(1), "") : "";
            if (!service.isEmpty()) {
                listed.put(service, operations(row.group(2)));
            }
        }
        return listed;
    }

    private static Collection<String> operations(String cell) {
        return OPERATION
                .matcher(cell)
                .results()
                .map(operation -> operation.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
