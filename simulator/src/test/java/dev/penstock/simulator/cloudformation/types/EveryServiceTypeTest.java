package dev.penstock.simulator.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each type is made, read back, changed in place, and deleted. What {@code Ref} and {@code Fn::GetAtt} give is from the
 * Template Reference, "Return values".
 *
 * <p>{@code {Name}} stands for the physical id of another resource that is made before, {@code {Name.Attribute}} for an
 * attribute of it.
 */
class EveryServiceTypeTest {

    private static final Pattern REFERENCE = Pattern.compile("\\{(\\w+)(?:\\.(\\w+))?}");
    private static final String ASSUME =
            "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':{'Service':"
                    + "['ecs-tasks.amazonaws.com','lambda.amazonaws.com']},'Action':'sts:AssumeRole'}]}";
    private static final String ALLOW =
            "{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Action':'s3:GetObject','Resource':'*'}]}";
    private static final String ARN = "arn:aws:";
    private static final String HERE = ":us-east-1:" + Account.ID + ":";
    private static final String GENERATED = "ABCDEFGHIJ12";

    private record Case(String type, String before, String after, String ref, Map<String, String> attributes) {

        static Case of(String type, String before, String after, String ref, String... attributes) {
            Map<String, String> all = new HashMap<>();
            for (int i = 0; i < attributes.length; i += 2) {
                all.put(attributes[i], attributes[i + 1]);
            }
            return new Case(type, before, after, ref, all);
        }
    }

    private static Map<String, String> needed() {
        Map<String, String> needed = new LinkedHashMap<>();
        needed.put("Role", "AWS::IAM::Role {'AssumeRolePolicyDocument':" + ASSUME + "}");
        needed.put("User", "AWS::IAM::User {}");
        needed.put("Group", "AWS::IAM::Group {}");
        needed.put("Cluster", "AWS::ECS::Cluster {}");
        needed.put(
                "Definition",
                "AWS::ECS::TaskDefinition {'Family':'needed','NetworkMode':'awsvpc','RequiresCompatibilities':['FARGATE'],'Cpu':256,'Memory':512,'ContainerDefinitions':[{'Name':'web','Image':'web:1'}]}");
        needed.put("Balancer", "AWS::ElasticLoadBalancingV2::LoadBalancer {'Subnets':['subnet-1','subnet-2']}");
        needed.put("Targets", "AWS::ElasticLoadBalancingV2::TargetGroup {'Port':80,'Protocol':'HTTP','VpcId':'vpc-1'}");
        needed.put(
                "Listener",
                "AWS::ElasticLoadBalancingV2::Listener {'LoadBalancerArn':'{Balancer}','Port':80,'Protocol':'HTTP','DefaultActions':[{'Type':'forward','TargetGroupArn':'{Targets}'}]}");
        needed.put("Logs", "AWS::Logs::LogGroup {}");
        needed.put("Topic", "AWS::SNS::Topic {}");
        needed.put("Secret", "AWS::SecretsManager::Secret {'SecretString':'{}'}");
        needed.put("Bucket", "AWS::S3::Bucket {}");
        needed.put("Queue", "AWS::SQS::Queue {}");
        needed.put("Shop", "AWS::ElasticBeanstalk::Application {'ApplicationName':'shop-app'}");
        needed.put("Profile", "AWS::IAM::InstanceProfile {'Roles':['{Role}']}");
        needed.put(
                "Function",
                "AWS::Lambda::Function {'Role':'{Role.Arn}','Runtime':'python3.13','Handler':'index.handler','Code':{'ZipFile':'def handler(e, c): pass'}}");
        return needed;
    }

    private static List<Case> cases() {
        return List.of(
                Case.of(
                        "AWS::ECS::Cluster",
                        "{'ClusterName':'prod','ClusterSettings':[{'Name':'containerInsights','Value':'enabled'}],'Tags':[{'Key':'a','Value':'1'}]}",
                        "{'ClusterName':'prod','ClusterSettings':[{'Name':'containerInsights','Value':'disabled'}],'Tags':[{'Key':'b','Value':'2'}]}",
                        "prod",
                        "Arn",
                        ARN + "ecs" + HERE + "cluster/prod"),
                Case.of(
                        "AWS::ECS::TaskDefinition",
                        "{'Family':'web','ContainerDefinitions':[{'Name':'web','Image':'web:1','Memory':'256','PortMappings':[{'ContainerPort':80}],'Environment':[{'Name':'A','Value':1}]}]}",
                        "{'Family':'web','ContainerDefinitions':[{'Name':'web','Image':'web:1','Memory':'256','PortMappings':[{'ContainerPort':80}],'Environment':[{'Name':'A','Value':1}]}],'Tags':[{'Key':'x','Value':'y'}]}",
                        ARN + "ecs" + HERE + "task-definition/web:1",
                        "TaskDefinitionArn",
                        ARN + "ecs" + HERE + "task-definition/web:1"),
                Case.of(
                        "AWS::ECS::Service",
                        "{'Cluster':'{Cluster}','ServiceName':'web','TaskDefinition':'{Definition}','LaunchType':'FARGATE','NetworkConfiguration':{'AwsvpcConfiguration':{'Subnets':['subnet-1']}}}",
                        "{'Cluster':'{Cluster}','ServiceName':'web','TaskDefinition':'{Definition}','DesiredCount':2,'LaunchType':'FARGATE','NetworkConfiguration':{'AwsvpcConfiguration':{'Subnets':['subnet-1']}}}",
                        ARN + "ecs" + HERE + "service/shop-Cluster-" + GENERATED + "/web",
                        "Name",
                        "web"),
                Case.of(
                        "AWS::ECS::ClusterCapacityProviderAssociations",
                        "{'Cluster':'{Cluster}','CapacityProviders':['FARGATE'],'DefaultCapacityProviderStrategy':[{'CapacityProvider':'FARGATE','Weight':1}]}",
                        "{'Cluster':'{Cluster}','CapacityProviders':['FARGATE','FARGATE_SPOT'],'DefaultCapacityProviderStrategy':[]}",
                        "shop-Cluster-" + GENERATED),
                Case.of(
                        "AWS::ECS::CapacityProvider",
                        "{'Name':'mine','AutoScalingGroupProvider':{'AutoScalingGroupArn':'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:1f0e1c0e-7f6f-4c6b-9d5e-0a1b2c3d4e5f:autoScalingGroupName/web'}}",
                        "{'Name':'mine','AutoScalingGroupProvider':{'AutoScalingGroupArn':'arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:1f0e1c0e-7f6f-4c6b-9d5e-0a1b2c3d4e5f:autoScalingGroupName/web'}}",
                        "mine"),
                Case.of(
                        "AWS::ElasticLoadBalancingV2::LoadBalancer",
                        "{'Subnets':['subnet-1','subnet-2'],'SecurityGroups':['sg-1'],'LoadBalancerAttributes':[{'Key':'idle_timeout.timeout_seconds','Value':'30'}]}",
                        "{'Subnets':['subnet-1','subnet-2'],'SecurityGroups':['sg-2'],'LoadBalancerAttributes':[{'Key':'idle_timeout.timeout_seconds','Value':'40'}],'Tags':[{'Key':'a','Value':'b'}]}",
                        ARN + "elasticloadbalancing" + HERE + "loadbalancer/app/shop-Subje-" + GENERATED + "/.{16}",
                        "LoadBalancerName",
                        "shop-Subje-" + GENERATED,
                        "LoadBalancerFullName",
                        "app/shop-Subje-" + GENERATED + "/.{16}",
                        "DNSName",
                        "shop-Subje-" + GENERATED + "-\\d+\\.us-east-1\\.elb\\.amazonaws\\.com",
                        "CanonicalHostedZoneID",
                        "Z35SXDOTRQ7X7K"),
                Case.of(
                        "AWS::ElasticLoadBalancingV2::TargetGroup",
                        "{'Name':'blue','Port':80,'Protocol':'HTTP','VpcId':'vpc-1','TargetType':'ip','HealthCheckPath':'/a','TargetGroupAttributes':[{'Key':'deregistration_delay.timeout_seconds','Value':'10'}],'Targets':[{'Id':'10.0.0.1','Port':80}]}",
                        "{'Name':'blue','Port':80,'Protocol':'HTTP','VpcId':'vpc-1','TargetType':'ip','HealthCheckPath':'/b','Matcher':{'HttpCode':'200-299'},'TargetGroupAttributes':[{'Key':'deregistration_delay.timeout_seconds','Value':'20'}]}",
                        ARN + "elasticloadbalancing" + HERE + "targetgroup/blue/.{16}",
                        "TargetGroupName",
                        "blue",
                        "TargetGroupFullName",
                        "targetgroup/blue/.{16}"),
                Case.of(
                        "AWS::ElasticLoadBalancingV2::Listener",
                        "{'LoadBalancerArn':'{Balancer}','Port':8080,'Protocol':'HTTP','DefaultActions':[{'Type':'fixed-response','FixedResponseConfig':{'StatusCode':'200'}}]}",
                        "{'LoadBalancerArn':'{Balancer}','Port':8081,'Protocol':'HTTP','DefaultActions':[{'Type':'forward','TargetGroupArn':'{Targets}'}]}",
                        ARN + "elasticloadbalancing" + HERE + "listener/app/shop-Balan-" + GENERATED + "/.{16}/.{16}"),
                Case.of(
                        "AWS::ElasticLoadBalancingV2::ListenerRule",
                        "{'ListenerArn':'{Listener}','Priority':5,'Conditions':[{'Field':'path-pattern','PathPatternConfig':{'Values':['/a']}}],'Actions':[{'Type':'forward','TargetGroupArn':'{Targets}'}]}",
                        "{'ListenerArn':'{Listener}','Priority':6,'Conditions':[{'Field':'path-pattern','PathPatternConfig':{'Values':['/b']}}],'Actions':[{'Type':'forward','TargetGroupArn':'{Targets}'}]}",
                        ARN + "elasticloadbalancing" + HERE + "listener-rule/app/shop-Balan-" + GENERATED
                                + "/.{16}/.{16}/.{16}",
                        "IsDefault",
                        "false"),
                Case.of(
                        "AWS::IAM::Role",
                        "{'RoleName':'worker','AssumeRolePolicyDocument':" + ASSUME
                                + ",'ManagedPolicyArns':['arn:aws:iam::aws:policy/ReadOnlyAccess'],'Policies':[{'PolicyName':'p','PolicyDocument':"
                                + ALLOW + "}]}",
                        "{'RoleName':'worker','AssumeRolePolicyDocument':" + ASSUME
                                + ",'Description':'works','MaxSessionDuration':7200,'Tags':[{'Key':'a','Value':'b'}]}",
                        "worker",
                        "Arn",
                        ARN + "iam::" + Account.ID + ":role/worker",
                        "RoleId",
                        "AROA.{17}"),
                Case.of(
                        "AWS::IAM::User",
                        "{'UserName':'bob','Groups':['{Group}'],'Path':'/a/'}",
                        "{'UserName':'bob','Path':'/b/','Policies':[{'PolicyName':'p','PolicyDocument':" + ALLOW
                                + "}]}",
                        "bob",
                        "Arn",
                        ARN + "iam::" + Account.ID + ":user/a/bob"),
                Case.of(
                        "AWS::IAM::Group",
                        "{'GroupName':'ops'}",
                        "{'GroupName':'ops','ManagedPolicyArns':['arn:aws:iam::aws:policy/ReadOnlyAccess']}",
                        "ops",
                        "Arn",
                        ARN + "iam::" + Account.ID + ":group/ops"),
                Case.of(
                        "AWS::IAM::Policy",
                        "{'PolicyName':'p','PolicyDocument':" + ALLOW + ",'Roles':['{Role}']}",
                        "{'PolicyName':'q','PolicyDocument':" + ALLOW + ",'Users':['{User}']}",
                        "shop-Subj-" + GENERATED),
                Case.of(
                        "AWS::IAM::ManagedPolicy",
                        "{'ManagedPolicyName':'m','PolicyDocument':" + ALLOW + ",'Roles':['{Role}']}",
                        "{'ManagedPolicyName':'m','PolicyDocument':{'Version':'2012-10-17','Statement':[]},'Groups':['{Group}']}"
                                .replace("[]", "[{'Effect':'Deny','Action':'s3:*','Resource':'*'}]"),
                        ARN + "iam::" + Account.ID + ":policy/m",
                        "PolicyArn",
                        ARN + "iam::" + Account.ID + ":policy/m",
                        "DefaultVersionId",
                        "v1"),
                Case.of(
                        "AWS::IAM::RolePolicy",
                        "{'PolicyName':'p','RoleName':'{Role}','PolicyDocument':" + ALLOW + "}",
                        "{'PolicyName':'p','RoleName':'{Role}','PolicyDocument':"
                                + ALLOW.replace("GetObject", "PutObject") + "}",
                        "p\\|shop-Role-" + GENERATED),
                Case.of(
                        "AWS::IAM::InstanceProfile",
                        "{'Roles':['{Role}']}",
                        "{'Roles':['{Role}']}",
                        "shop-Subject-" + GENERATED,
                        "Arn",
                        ARN + "iam::" + Account.ID + ":instance-profile/shop-Subject-" + GENERATED),
                Case.of(
                        "AWS::IAM::AccessKey",
                        "{'UserName':'{User}'}",
                        "{'UserName':'{User}','Status':'Inactive'}",
                        "AKIA.{16}",
                        "SecretAccessKey",
                        ".{40}"),
                Case.of(
                        "AWS::IAM::UserToGroupAddition",
                        "{'GroupName':'{Group}','Users':['{User}']}",
                        "{'GroupName':'{Group}','Users':[]}",
                        "shop-Subject-" + GENERATED),
                Case.of(
                        "AWS::IAM::ServiceLinkedRole",
                        "{'AWSServiceName':'ecs.amazonaws.com'}",
                        "{'AWSServiceName':'ecs.amazonaws.com','Description':''}",
                        "AWSServiceRoleForECS"),
                Case.of(
                        "AWS::Logs::LogGroup",
                        "{'LogGroupName':'/web','RetentionInDays':7}",
                        "{'LogGroupName':'/web','RetentionInDays':14,'Tags':[{'Key':'a','Value':'b'}]}",
                        "/web",
                        "Arn",
                        ARN + "logs" + HERE + "log-group:/web:\\*"),
                Case.of(
                        "AWS::Logs::LogStream",
                        "{'LogGroupName':'{Logs}','LogStreamName':'s'}",
                        "{'LogGroupName':'{Logs}','LogStreamName':'s'}",
                        "s"),
                Case.of(
                        "AWS::Logs::MetricFilter",
                        "{'LogGroupName':'{Logs}','FilterName':'f','FilterPattern':'ERROR','MetricTransformations':[{'MetricName':'m','MetricNamespace':'n','MetricValue':'1'}]}",
                        "{'LogGroupName':'{Logs}','FilterName':'f','FilterPattern':'WARN','MetricTransformations':[{'MetricName':'m','MetricNamespace':'n','MetricValue':'1','Unit':'Count'}]}",
                        "f"),
                Case.of(
                        "AWS::Logs::SubscriptionFilter",
                        "{'LogGroupName':'{Logs}','FilterName':'f','FilterPattern':'','DestinationArn':'arn:aws:lambda:us-east-1:111122223333:function:f'}",
                        "{'LogGroupName':'{Logs}','FilterName':'f','FilterPattern':'x','DestinationArn':'arn:aws:lambda:us-east-1:111122223333:function:f'}",
                        "f"),
                Case.of(
                        "AWS::Logs::ResourcePolicy",
                        "{'PolicyName':'deliver','PolicyDocument':'{\\\"Version\\\":\\\"2012-10-17\\\",\\\"Statement\\\":[]}'}",
                        "{'PolicyName':'deliver','PolicyDocument':'{\\\"Version\\\":\\\"2008-10-17\\\",\\\"Statement\\\":[]}'}",
                        "deliver"),
                Case.of(
                        "AWS::ECR::Repository",
                        "{'RepositoryName':'web','ImageTagMutability':'IMMUTABLE','EmptyOnDelete':true}",
                        "{'RepositoryName':'web','ImageScanningConfiguration':{'ScanOnPush':true},'LifecyclePolicy':{'LifecyclePolicyText':'{\\\"rules\\\":[{\\\"rulePriority\\\":1,\\\"selection\\\":{\\\"tagStatus\\\":\\\"any\\\",\\\"countType\\\":\\\"imageCountMoreThan\\\",\\\"countNumber\\\":5},\\\"action\\\":{\\\"type\\\":\\\"expire\\\"}}]}'}}",
                        "web",
                        "Arn",
                        ARN + "ecr" + HERE + "repository/web",
                        "RepositoryUri",
                        Account.ID + "\\.dkr\\.ecr\\.us-east-1\\.amazonaws\\.com/web"),
                Case.of(
                        "AWS::CloudWatch::Alarm",
                        "{'AlarmName':'high','MetricName':'m','Namespace':'n','Statistic':'Sum','Period':60,'EvaluationPeriods':1,'Threshold':5,'ComparisonOperator':'GreaterThanThreshold'}",
                        "{'AlarmName':'high','MetricName':'m','Namespace':'n','Statistic':'Sum','Period':60,'EvaluationPeriods':2,'Threshold':7.5,'ComparisonOperator':'GreaterThanThreshold','Tags':[{'Key':'a','Value':'b'}]}",
                        "high",
                        "Arn",
                        ARN + "cloudwatch" + HERE + "alarm:high"),
                Case.of(
                        "AWS::CloudWatch::CompositeAlarm",
                        "{'AlarmName':'both','AlarmRule':'TRUE'}",
                        "{'AlarmName':'both','AlarmRule':'FALSE'}",
                        "both",
                        "Arn",
                        ARN + "cloudwatch" + HERE + "alarm:both"),
                Case.of(
                        "AWS::CloudWatch::Dashboard",
                        "{'DashboardName':'d','DashboardBody':'{\\\"widgets\\\":[]}'}",
                        "{'DashboardName':'d','DashboardBody':'{\\\"widgets\\\":[],\\\"start\\\":\\\"-PT1H\\\"}'}",
                        "d"),
                Case.of(
                        "AWS::SSM::Parameter",
                        "{'Type':'String','Value':'1','Tags':{'a':'b'}}",
                        "{'Type':'String','Value':'2','Description':'x'}",
                        "CFN-Subject-[a-zA-Z0-9]{12}",
                        "Type",
                        "String",
                        "Value",
                        "1"),
                Case.of(
                        "AWS::SNS::Topic",
                        "{'TopicName':'news','DisplayName':'News','Subscription':[{'Protocol':'email','Endpoint':'a@example.com'}]}",
                        "{'TopicName':'news','DisplayName':'Other','Tags':[{'Key':'a','Value':'b'}]}",
                        ARN + "sns" + HERE + "news",
                        "TopicName",
                        "news",
                        "TopicArn",
                        ARN + "sns" + HERE + "news"),
                Case.of(
                        "AWS::SNS::Subscription",
                        "{'TopicArn':'{Topic}','Protocol':'sqs','Endpoint':'{Queue.Arn}'}",
                        "{'TopicArn':'{Topic}','Protocol':'sqs','Endpoint':'{Queue.Arn}','RawMessageDelivery':true,'FilterPolicy':{'a':['b']}}",
                        ARN + "sns" + HERE + "shop-Topic-" + GENERATED + ":.{36}"),
                Case.of(
                        "AWS::SNS::TopicPolicy",
                        "{'Topics':['{Topic}'],'PolicyDocument':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*','Action':'sns:Publish','Resource':'{Topic}'}]}}",
                        "{'Topics':['{Topic}'],'PolicyDocument':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*','Action':'sns:Subscribe','Resource':'{Topic}'}]}}",
                        "shop-Subject-" + GENERATED),
                Case.of(
                        "AWS::SecretsManager::Secret",
                        "{'Name':'db','GenerateSecretString':{'SecretStringTemplate':'{\\\"username\\\":\\\"a\\\"}','GenerateStringKey':'password','PasswordLength':20}}",
                        "{'Name':'db','Description':'d','SecretString':'x'}",
                        ARN + "secretsmanager" + HERE + "secret:db-.{6}",
                        "Id",
                        ARN + "secretsmanager" + HERE + "secret:db-.{6}"),
                Case.of(
                        "AWS::SecretsManager::ResourcePolicy",
                        "{'SecretId':'{Secret}','ResourcePolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'secretsmanager:DeleteSecret','Resource':'*'}]}}",
                        "{'SecretId':'{Secret}','ResourcePolicy':{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'secretsmanager:PutSecretValue','Resource':'*'}]}}",
                        ARN + "secretsmanager" + HERE + "secret:Secret-" + GENERATED + "-.{6}"),
                Case.of(
                        "AWS::CodeBuild::Project",
                        "{'Name':'build','ServiceRole':'{Role.Arn}','Artifacts':{'Type':'NO_ARTIFACTS'},'Environment':{'Type':'LINUX_CONTAINER','ComputeType':'BUILD_GENERAL1_SMALL','Image':'aws/codebuild/standard:7.0','EnvironmentVariables':[{'Name':'A','Value':1}]},'Source':{'Type':'NO_SOURCE','BuildSpec':'version: 0.2'}}",
                        "{'Name':'build','ServiceRole':'{Role.Arn}','Artifacts':{'Type':'NO_ARTIFACTS'},'Environment':{'Type':'LINUX_CONTAINER','ComputeType':'BUILD_GENERAL1_LARGE','Image':'aws/codebuild/standard:7.0'},'Source':{'Type':'NO_SOURCE','BuildSpec':'version: 0.2'},'TimeoutInMinutes':30}",
                        "build",
                        "Arn",
                        ARN + "codebuild" + HERE + "project/build"),
                Case.of(
                        "AWS::S3::Bucket",
                        "{'BucketName':'files-1','VersioningConfiguration':{'Status':'Enabled'},'PublicAccessBlockConfiguration':{'BlockPublicAcls':true},'BucketEncryption':{'ServerSideEncryptionConfiguration':[{'ServerSideEncryptionByDefault':{'SSEAlgorithm':'AES256'}}]},'LifecycleConfiguration':{'Rules':[{'Id':'r','Status':'Enabled','ExpirationInDays':30,'Prefix':'tmp/'}]},'CorsConfiguration':{'CorsRules':[{'AllowedMethods':['GET'],'AllowedOrigins':['*'],'MaxAge':10}]}}",
                        "{'BucketName':'files-1','WebsiteConfiguration':{'IndexDocument':'index.html','ErrorDocument':'e.html'},'NotificationConfiguration':{'EventBridgeConfiguration':{'EventBridgeEnabled':true}},'OwnershipControls':{'Rules':[{'ObjectOwnership':'BucketOwnerPreferred'}]},'Tags':[{'Key':'a','Value':'b'}]}",
                        "files-1",
                        "Arn",
                        "arn:aws:s3:::files-1",
                        "DomainName",
                        "files-1.s3.amazonaws.com",
                        "RegionalDomainName",
                        "files-1.s3.us-east-1.amazonaws.com",
                        "WebsiteURL",
                        "http://files-1.s3-website-us-east-1.amazonaws.com"),
                Case.of(
                        "AWS::S3::BucketPolicy",
                        "{'Bucket':'{Bucket}','PolicyDocument':{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:GetObject','Resource':'{Bucket.Arn}/*'}]}}",
                        "{'Bucket':'{Bucket}','PolicyDocument':{'Version':'2012-10-17','Statement':[{'Effect':'Deny','Principal':'*','Action':'s3:PutObject','Resource':'{Bucket.Arn}/*'}]}}",
                        "shop-bucket-" + GENERATED.toLowerCase(Locale.ROOT)),
                Case.of(
                        "AWS::SQS::Queue",
                        "{'QueueName':'jobs.fifo','FifoQueue':true,'VisibilityTimeout':40}",
                        "{'QueueName':'jobs.fifo','FifoQueue':true,'ContentBasedDeduplication':true,'Tags':[{'Key':'a','Value':'b'}]}",
                        "http.*/" + Account.ID + "/jobs\\.fifo",
                        "Arn",
                        ARN + "sqs" + HERE + "jobs.fifo",
                        "QueueName",
                        "jobs.fifo"),
                Case.of(
                        "AWS::Lambda::Function",
                        "{'FunctionName':'f','Role':'{Role.Arn}','Runtime':'python3.13','Handler':'index.handler','Code':{'ZipFile':'def handler(e, c): pass'},'Environment':{'Variables':{'A':'1'}}}",
                        "{'FunctionName':'f','Role':'{Role.Arn}','Runtime':'python3.13','Handler':'index.handler','Code':{'ZipFile':'def handler(e, c): return 1'},'MemorySize':256,'Tags':[{'Key':'a','Value':'b'}]}",
                        "f",
                        "Arn",
                        ARN + "lambda" + HERE + "function:f"),
                Case.of(
                        "AWS::Lambda::Version",
                        "{'FunctionName':'{Function}'}",
                        "{'FunctionName':'{Function}'}",
                        ARN + "lambda" + HERE + "function:shop-Function-" + GENERATED + ":1",
                        "Version",
                        "1"),
                Case.of(
                        "AWS::Lambda::Alias",
                        "{'FunctionName':'{Function}','FunctionVersion':'$LATEST','Name':'live'}",
                        "{'FunctionName':'{Function}','FunctionVersion':'$LATEST','Name':'live','Description':'d'}",
                        ARN + "lambda" + HERE + "function:shop-Function-" + GENERATED + ":live",
                        "AliasArn",
                        ARN + "lambda.*:live"),
                Case.of(
                        "AWS::Lambda::Permission",
                        "{'FunctionName':'{Function}','Action':'lambda:InvokeFunction','Principal':'sns.amazonaws.com','SourceArn':'{Topic}'}",
                        "{'FunctionName':'{Function}','Action':'lambda:InvokeFunction','Principal':'sns.amazonaws.com','SourceArn':'{Topic}'}",
                        "shop-Subject-" + GENERATED),
                Case.of(
                        "AWS::Lambda::Url",
                        "{'TargetFunctionArn':'{Function.Arn}','AuthType':'NONE'}",
                        "{'TargetFunctionArn':'{Function.Arn}','AuthType':'AWS_IAM'}",
                        ARN + "lambda" + HERE + "function:shop-Function-" + GENERATED,
                        "FunctionUrl",
                        "https?://.*"),
                Case.of(
                        "AWS::Lambda::EventSourceMapping",
                        "{'FunctionName':'{Function}','EventSourceArn':'{Queue.Arn}','BatchSize':5}",
                        "{'FunctionName':'{Function}','EventSourceArn':'{Queue.Arn}','BatchSize':7}",
                        ".{8}-.{4}-.{4}-.{4}-.{12}",
                        "EventSourceMappingArn",
                        ARN + "lambda" + HERE + "event-source-mapping:.{36}"),
                Case.of(
                        "AWS::Lambda::EventInvokeConfig",
                        "{'FunctionName':'{Function}','Qualifier':'$LATEST','MaximumRetryAttempts':1}",
                        "{'FunctionName':'{Function}','Qualifier':'$LATEST','MaximumRetryAttempts':0}",
                        "shop-Function-" + GENERATED + "\\|\\$LATEST"),
                Case.of(
                        "AWS::ElasticBeanstalk::Application",
                        "{'ApplicationName':'web-app','Description':'one'}",
                        "{'ApplicationName':'web-app','Description':'two'}",
                        "web-app"),
                Case.of(
                        "AWS::ElasticBeanstalk::ConfigurationTemplate",
                        "{'ApplicationName':'{Shop}','SolutionStackName':'64bit Amazon Linux 2023 v4.8.0 running Docker','OptionSettings':[{'Namespace':'aws:elasticbeanstalk:command','OptionName':'Timeout','Value':'300'}]}",
                        "{'ApplicationName':'{Shop}','SolutionStackName':'64bit Amazon Linux 2023 v4.8.0 running Docker','OptionSettings':[{'Namespace':'aws:elasticbeanstalk:command','OptionName':'BatchSize','Value':'30'}]}",
                        "shop-Subject-" + GENERATED,
                        "TemplateName",
                        "shop-Subject-" + GENERATED),
                Case.of(
                        "AWS::ElasticBeanstalk::Environment",
                        "{'ApplicationName':'{Shop}','EnvironmentName':'shop-prod','SolutionStackName':'64bit Amazon Linux 2023 v4.8.0 running Docker','OptionSettings':[{'Namespace':'aws:autoscaling:launchconfiguration','OptionName':'IamInstanceProfile','Value':'{Profile}'},{'Namespace':'aws:elasticbeanstalk:environment','OptionName':'EnvironmentType','Value':'SingleInstance'}]}",
                        "{'ApplicationName':'{Shop}','EnvironmentName':'shop-prod','SolutionStackName':'64bit Amazon Linux 2023 v4.8.0 running Docker','Description':'d','OptionSettings':[{'Namespace':'aws:autoscaling:launchconfiguration','OptionName':'IamInstanceProfile','Value':'{Profile}'},{'Namespace':'aws:elasticbeanstalk:environment','OptionName':'EnvironmentType','Value':'SingleInstance'},{'Namespace':'aws:elasticbeanstalk:application:environment','OptionName':'COLOUR','Value':'blue'}]}",
                        "shop-prod",
                        "EndpointURL",
                        "203\\.0\\.113\\.\\d+"),
                Case.of(
                        "AWS::SQS::QueuePolicy",
                        "{'Queues':['{Queue}'],'PolicyDocument':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*','Action':'sqs:SendMessage','Resource':'*'}]}}",
                        "{'Queues':['{Queue}'],'PolicyDocument':{'Version':'2012-10-17','Statement':[{'Effect':'Allow','Principal':'*','Action':'sqs:ReceiveMessage','Resource':'*'}]}}",
                        "shop-Subject-" + GENERATED));
    }

    @TestFactory
    List<DynamicTest> livesThroughItsWholeLife() {
        return cases().stream()
                .map(one -> DynamicTest.dynamicTest(one.type(), () -> live(one)))
                .toList();
    }

    private static void live(Case one) {
        try (Account account = new Account()) {
            Map<String, Deployed> others = new HashMap<>();
            Deployed made = account.make("Subject", one.type(), resolve(account, others, one.before()));
            assertThat(made.physicalId()).matches(one.ref());
            one.attributes()
                    .forEach((name, value) -> assertThat(
                                    Properties.of(made.attributes()).text(name, "(none)"))
                            .as(name)
                            .matches(value));
            assertThat(account.read("Subject", made)).as("as it was made").contains(made.properties());
            Deployed changed = account.change("Subject", made, resolve(account, others, one.after()));
            assertThat(changed.physicalId()).isEqualTo(made.physicalId());
            assertThat(account.read("Subject", changed)).as("as it was changed").contains(changed.properties());
            account.delete("Subject", changed);
            account.delete("Subject", changed);
        }
    }

    private static String resolve(Account account, Map<String, Deployed> others, String properties) {
        Matcher reference = REFERENCE.matcher(properties);
        StringBuilder resolved = new StringBuilder();
        while (reference.find()) {
            String name = reference.group(1);
            if (!others.containsKey(name)) {
                String[] need = needed().getOrDefault(name, "").split(" ", 2);
                others.put(name, account.make(name, need[0], resolve(account, others, need[1])));
            }
            Deployed other = others.get(name);
            String value = reference.group(2) == null
                    ? other.physicalId()
                    : ServiceHandler.attribute(other, reference.group(2));
            reference.appendReplacement(resolved, Matcher.quoteReplacement(value));
        }
        return reference.appendTail(resolved).toString();
    }
}
