package dev.penstock.aws.emulators;

import static dev.penstock.aws.emulators.Difference.Kind.DIFFERS;
import static dev.penstock.aws.emulators.Difference.Kind.GAP;
import static dev.penstock.aws.emulators.Difference.Kind.SOMETIMES;
import static dev.penstock.aws.emulators.Place.LOCALSTACK;
import static dev.penstock.aws.emulators.Place.MINISTACK;
import static dev.penstock.aws.emulators.Place.MOTO;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where emulators are known to differ from AWS, and which operations they lack. */
final class Differences {

    private static final List<String> STACK_SET_OPERATIONS = List.of(
            "makesStacksByAnOperationThatIsKnownByItsId",
            "whatIsAskedForTwiceWithOneIdIsDoneOnce",
            "anUpdateBringsTheStacksToTheNewTemplate",
            "stoppingWhatHasEndedDoesNothing");

    static final List<Difference> ALL = new ArrayList<>();

    static {
        localStack();
        moto();
        for (String test : List.of("changesCodeOnce", "doesNotChangeTheCodeOfWhatSomebodyElseHasChanged")) {
            differs(
                    MOTO,
                    "FunctionsContract",
                    test,
                    "functions have no RevisionId",
                    "each change gives a function another RevisionId, by which the next is guarded",
                    "AWS Lambda API Reference, FunctionConfiguration",
                    "Expecting actual");
        }
        functions(MOTO);
        differs(
                MOTO,
                "FunctionsContract",
                "whatIsInvokedByItsAliasTellsItsVersion",
                "a function fails where moto cannot start containers",
                "what the function returns",
                "AWS Lambda API Reference, Invoke",
                "Expecting value to be false but was true");
        miniStack();
        functions(MINISTACK);
        ALL.addAll(EventDifferences.all());
    }

    private Differences() {}

    static Optional<Difference> of(Place place, String contract, String test) {
        return ALL.stream()
                .filter(known -> known.place() == place
                        && known.contract().equals(contract)
                        && known.test().equals(test))
                .findFirst();
    }

    private static void localStack() {
        differs(
                LOCALSTACK,
                "IamContract",
                "listsRolesInPages",
                "MaxItems of ListRoles is ignored",
                "at most MaxItems items, IsTruncated and a Marker",
                "IAM API Reference, ListRoles",
                "Expecting value to be true but was false");
        differs(
                LOCALSTACK,
                "StsContract",
                "theSessionOfARoleIsTheRole",
                "access keys of sessions begin with LSIA",
                "temporary access keys begin with ASIA",
                "IAM User Guide, IAM identifiers, unique identifiers",
                "LSIA");
        differs(
                LOCALSTACK,
                "SsmContract",
                "saysThatThereIsNoSuchParameter",
                "GetParameters names invalid parameters without their first slash",
                "InvalidParameters holds the names as they were asked for",
                "Systems Manager API Reference, GetParameters",
                "[\"none\"]");
        differs(
                LOCALSTACK,
                "CloudWatchContract",
                "listsAlarmsInPagesAndForgetsTheDeleted",
                "MaxRecords of DescribeAlarms is ignored",
                "at most MaxRecords alarms and a NextToken",
                "CloudWatch API Reference, DescribeAlarms",
                "Expected size: 2 but was: 3");
        differs(
                LOCALSTACK,
                "MetricDataContract",
                "aMetricHasItsDimensionsAndNoOthers",
                "metrics that have more dimensions than were asked for are added up",
                "each unique combination of dimensions is a separate metric",
                "CloudWatch User Guide, Metrics concepts, Dimensions",
                "=5.0");
        differs(
                LOCALSTACK,
                "StacksContract",
                "oneIntentMakesOneChangeSet",
                "ClientToken of CreateChangeSet is ignored",
                "one token makes one change set",
                "AWS CloudFormation API Reference, CreateChangeSet",
                "changeSet/first/");
        differs(
                LOCALSTACK,
                "StacksContract",
                "refusesParametersThatTheTemplateDoesNotHave",
                "parameters that the template does not have are accepted",
                "400 ValidationError",
                "AWS CloudFormation API Reference, CreateChangeSet",
                "Expecting code to raise a throwable");
        differs(
                LOCALSTACK,
                "StacksContract",
                "knowsTheEventsOfAnOperationByItsToken",
                "events have no ClientRequestToken",
                "all events of an operation have its token",
                "AWS CloudFormation API Reference, StackEvent",
                "could not find the following element");
        differs(
                LOCALSTACK,
                "StacksContract",
                "executesOncePerToken",
                "events have no ClientRequestToken",
                "all events of an operation have its token",
                "AWS CloudFormation API Reference, StackEvent",
                "Expected size: 1 but was: 0");
        differs(
                LOCALSTACK,
                "StacksContract",
                "takesAFailedUpdateBack",
                "a failed update ends as ROLLBACK_COMPLETE",
                "UPDATE_ROLLBACK_COMPLETE",
                "AWS CloudFormation User Guide, Stack status codes",
                "ROLLBACK_COMPLETE");
        sometimes(
                LOCALSTACK,
                "StacksContract",
                "deletesAStackAndStillKnowsItByItsArn",
                "a deletion that is asked for twice fails",
                "a stack that is being deleted goes on being deleted",
                "AWS CloudFormation API Reference, DeleteStack",
                "DELETE_FAILED");
        gap(LOCALSTACK, "StacksContract", "keepsAStackPolicy", "GetStackPolicy", "GetStackPolicy");
        differs(
                LOCALSTACK,
                "StackSetsContract",
                "aStackSetHasNoStacksUntilTheyAreMade",
                "DescribeStackSet does not tell a stack set that was just made as ACTIVE with its id",
                "StackSetId and Status ACTIVE",
                "AWS CloudFormation API Reference, StackSet",
                "but was empty");
        for (String test : STACK_SET_OPERATIONS) {
            gap(LOCALSTACK, "StackSetsContract", test, "ListStackSetOperationResults", "ListStackSetOperationResults");
        }
    }

    private static void moto() {
        differs(
                MOTO,
                "S3Contract",
                "refusesContentThatIsNotWhatItsChecksumSays",
                "a checksum that does not fit is accepted",
                "400 BadDigest",
                "Amazon S3 User Guide, Checking object integrity; API Reference, List of error codes",
                "the call was accepted");
        differs(
                MOTO,
                "IamContract",
                "refusesATrustPolicyThatIsNone",
                "any text is accepted as a trust policy",
                "400 MalformedPolicyDocument",
                "IAM API Reference, CreateRole, Errors",
                "the call was accepted");
        differs(
                MOTO,
                "StsContract",
                "refusesARoleSessionNameWithSpaces",
                "any session name is accepted",
                "RoleSessionName fits [\\w+=,.@-]*, or 400 ValidationError",
                "STS API Reference, AssumeRole",
                "the call was accepted");
        differs(
                MOTO,
                "SecretsManagerContract",
                "saysThatThereIsNoSuchSecretOrVersion",
                "a missing version stage is 404",
                "ResourceNotFoundException with HTTP status 400",
                "Secrets Manager API Reference, GetSecretValue, Errors",
                "but was: 404");
        differs(
                MOTO,
                "CloudWatchContract",
                "aNewAlarmHasNotEnoughData",
                "a new alarm is OK",
                "a new alarm begins in INSUFFICIENT_DATA",
                "CloudWatch API Reference, PutMetricAlarm",
                "but was: OK");
        differs(
                MOTO,
                "CloudWatchContract",
                "listsAlarmsInPagesAndForgetsTheDeleted",
                "MaxRecords of DescribeAlarms is ignored",
                "at most MaxRecords alarms and a NextToken",
                "CloudWatch API Reference, DescribeAlarms",
                "Expected size: 2 but was: 3");
        differs(
                MOTO,
                "EcrContract",
                "theDigestOfAnImageIsThatOfItsManifest",
                "an image's digest is a hash of its layers' digests",
                "imageDigest is the sha256 digest of the image manifest",
                "Amazon ECR API Reference, ImageDetail",
                "expected: \"sha256:");
        differs(
                MOTO,
                "EcrContract",
                "anImmutableTagStays",
                "ImageAlreadyExistsException, as digests collide",
                "ImageTagAlreadyExistsException",
                "Amazon ECR API Reference, PutImage, Errors",
                "ImageAlreadyExistsException");
        differs(
                MOTO,
                "EcrContract",
                "aTokenHoldsForTwelveHours",
                "tokens expired in 2015",
                "an authorization token is valid for 12 hours",
                "Amazon ECR API Reference, GetAuthorizationToken",
                "to be between");
        differs(
                MOTO,
                "EcrContract",
                "listsRepositoriesInPages",
                "maxResults of DescribeRepositories is ignored",
                "at most maxResults repositories and a nextToken",
                "Amazon ECR API Reference, DescribeRepositories",
                "Expected size: 2 but was: 3");
        differs(
                MOTO,
                "EcsContract",
                "listsTaskDefinitionsInPages",
                "maxResults of ListTaskDefinitions is ignored",
                "at most maxResults ARNs and a nextToken",
                "Amazon ECS API Reference, ListTaskDefinitions",
                "Expected size: 2 but was: 3");
        differs(
                MOTO,
                "ElbContract",
                "aTargetOfAGroupThatIsNotInUseIsUnused",
                "every target is healthy",
                "unused, Target.NotInUse, while no load balancer forwards to the group",
                "Elastic Load Balancing API Reference, TargetHealth",
                "but was: healthy");
        differs(
                MOTO,
                "CodeBuildContract",
                "aProjectNeedsNoSourceIfItHasABuildspec",
                "every source needs a location",
                "NO_SOURCE has no location",
                "CodeBuild API Reference, ProjectSource",
                "Project source location is required");
        differs(
                MOTO,
                "CodeBuildContract",
                "saysWhichProjectsAreNotThere",
                "projectsNotFound is left out",
                "projectsNotFound names the projects that are not there",
                "CodeBuild API Reference, BatchGetProjects",
                "could not find the following elements");
        differs(
                MOTO,
                "CodeBuildContract",
                "saysWhichBuildsAreNotThere",
                "buildsNotFound is left out",
                "buildsNotFound names the builds that are not there",
                "CodeBuild API Reference, BatchGetBuilds",
                "could not find the following elements");
        differs(
                MOTO,
                "EcsContract",
                "anUpdateIsADeploymentOfItsOwn",
                "the list of deployments still shows the old one",
                "the PRIMARY deployment is the most recent one",
                "Amazon ECS API Reference, Deployment",
                "task-definition/web:1");
        gap(MOTO, "EcsContract", "listsTheDeploymentsOfAService", "ecs:ListServiceDeployments", "Status Code: 500");
        for (String test : List.of(
                "describesAService",
                "changesHowAServiceIsDeployedWithoutADeployment",
                "registersATaskDefinitionOncePerToken",
                "takesTheTaskDefinitionThatIsThereIfItIsTheSame",
                "refusesAnImageForAContainerThatIsNotThere",
                "bringsAServiceToATaskDefinitionByOneDeployment",
                "rollsBackWhenAsked",
                "lettingGoOnWhatDoesNotWaitChangesNothing",
                "aNewerDeploymentSupersedes")) {
            gap(MOTO, "ContainerServicesContract", test, "ecs:ListServiceDeployments", "HTTP 500");
        }
        beanstalkOfMoto();
        differs(
                MOTO,
                "StacksContract",
                "oneIntentMakesOneChangeSet",
                "ClientToken of CreateChangeSet is ignored",
                "one token makes one change set",
                "AWS CloudFormation API Reference, CreateChangeSet",
                "changeSet/first/");
        differs(
                MOTO,
                "StacksContract",
                "refusesParametersThatTheTemplateDoesNotHave",
                "parameters that the template does not have are accepted",
                "400 ValidationError",
                "AWS CloudFormation API Reference, CreateChangeSet",
                "Expecting code to raise a throwable");
        differs(
                MOTO,
                "StacksContract",
                "createsAStackByAChangeSetThatSaysWhatItWillDo",
                "a stack that is created by a change set has no outputs",
                "Outputs of the template",
                "AWS CloudFormation API Reference, Stack",
                "Kept");
        differs(
                MOTO,
                "StacksContract",
                "knowsTheEventsOfAnOperationByItsToken",
                "events have no ClientRequestToken",
                "all events of an operation have its token",
                "AWS CloudFormation API Reference, StackEvent",
                "could not find the following element");
        differs(
                MOTO,
                "StacksContract",
                "executesOncePerToken",
                "events have no ClientRequestToken",
                "all events of an operation have its token",
                "AWS CloudFormation API Reference, StackEvent",
                "Expected size: 1 but was: 0");
        differs(
                MOTO,
                "StacksContract",
                "takesAFailedUpdateBack",
                "a resource that fails is an error of ExecuteChangeSet",
                "an update that fails, and is rolled back",
                "AWS CloudFormation API Reference, ExecuteChangeSet",
                "Nonsense");
        differs(
                MOTO,
                "StacksContract",
                "saysWhatATemplateNeeds",
                "a template with a parameter that is not used is refused",
                "it is valid",
                "AWS CloudFormation API Reference, ValidateTemplate",
                "not used");
        differs(
                MOTO,
                "StacksContract",
                "saysThatThereIsNoSuchStack",
                "DeleteChangeSet of a stack that is not there is 500",
                "400",
                "AWS CloudFormation API Reference, DeleteChangeSet",
                "HTTP 500");
        for (String test : STACK_SET_OPERATIONS) {
            differs(
                    MOTO,
                    "StackSetsContract",
                    test,
                    "OperationId of CreateStackInstances is ignored",
                    "the operation has the id that was asked for",
                    "AWS CloudFormation API Reference, CreateStackInstances",
                    "does not exist");
        }
    }

    private static void beanstalkOfMoto() {
        differs(
                MOTO,
                "BeanstalkContract",
                "anEnvironmentHasAnIdAndBeginsByLaunching",
                "environments have no id and are Ready at once",
                "an EnvironmentId, and the status Launching",
                "AWS Elastic Beanstalk API Reference, CreateEnvironment",
                "but was: \"Ready\"");
        differs(
                MOTO,
                "BeanstalkContract",
                "describesOnlyTheApplicationsThatAreAskedFor",
                "ApplicationNames of DescribeApplications is ignored",
                "only applications with these names",
                "AWS Elastic Beanstalk API Reference, DescribeApplications",
                "[\"other\"]");
        differs(
                MOTO,
                "BeanstalkContract",
                "describesOnlyTheEnvironmentsThatAreAskedFor",
                "EnvironmentNames of DescribeEnvironments is ignored",
                "only environments with these names",
                "AWS Elastic Beanstalk API Reference, DescribeEnvironments",
                "[\"shop-other\"]");
        gap(
                MOTO,
                "EnvironmentsContract",
                "whatIsNotThereIsAbsent",
                "elasticbeanstalk:DescribeApplicationVersions",
                "DescribeApplicationVersions answered HTTP 500");
        for (String test : List.of(
                "aVersionHasItsLabelOnceAndIsProcessed",
                "anEnvironmentIsMadeUpdatedInstanceByInstanceAndTerminated",
                "optionsAreKeptAsATemplateAndComeBackByIt",
                "anUpdateThatIsAbortedGoesBack")) {
            gap(
                    MOTO,
                    "EnvironmentsContract",
                    test,
                    "elasticbeanstalk:CreateApplicationVersion",
                    "CreateApplicationVersion answered HTTP 500");
        }
    }

    private static void miniStack() {
        differs(
                MINISTACK,
                "IamContract",
                "refusesATrustPolicyThatIsNone",
                "any text is accepted as a trust policy",
                "400 MalformedPolicyDocument",
                "IAM API Reference, CreateRole, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "IamContract",
                "refusesToAttachAPolicyThatIsNotThere",
                "a policy that is not there can be attached",
                "404 NoSuchEntity",
                "IAM API Reference, AttachRolePolicy, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "IamContract",
                "listsRolesInPages",
                "MaxItems of ListRoles is ignored",
                "at most MaxItems items, IsTruncated and a Marker",
                "IAM API Reference, ListRoles",
                "Expecting value to be true but was false");
        differs(
                MINISTACK,
                "StsContract",
                "refusesARoleSessionNameWithSpaces",
                "any session name is accepted",
                "RoleSessionName fits [\\w+=,.@-]*, or 400 ValidationError",
                "STS API Reference, AssumeRole",
                "the call was accepted");
        differs(
                MINISTACK,
                "SecretsManagerContract",
                "oneTokenStandsForOneValue",
                "a second value under the same token is accepted",
                "ResourceExistsException",
                "Secrets Manager API Reference, PutSecretValue, ClientRequestToken",
                "the call was accepted");
        differs(
                MINISTACK,
                "SnsContract",
                "refusesANameThatNoTopicMayHave",
                "any topic name is accepted",
                "letters, digits, hyphens and underscores, or 400 InvalidParameter",
                "Amazon SNS API Reference, CreateTopic",
                "the call was accepted");
        differs(
                MINISTACK,
                "EcrContract",
                "saysThatThereIsNoSuchRepositoryOrImage",
                "DescribeImages of a missing image answers an empty list",
                "ImageNotFoundException",
                "Amazon ECR API Reference, DescribeImages, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "EcrContract",
                "listsRepositoriesInPages",
                "DescribeRepositories gives no nextToken",
                "at most maxResults repositories and a nextToken",
                "Amazon ECR API Reference, DescribeRepositories",
                "Expecting actual not to be null");
        differs(
                MINISTACK,
                "EcsContract",
                "saysThatThereIsNoSuchTaskDefinition",
                "names the task definition in the message",
                "\"Unable to describe task definition.\"",
                "recorded by users of the AWS CLI",
                "Unable to describe task definition: none");
        differs(
                MINISTACK,
                "EcsContract",
                "refusesAnUpdateToATaskDefinitionThatIsNotThere",
                "a task definition that is not there is accepted",
                "ClientException",
                "Amazon ECS API Reference, UpdateService, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "EcsContract",
                "refusesWhatNamesNoClusterOrServiceThatIsThere",
                "CreateService makes services of clusters that are not there",
                "ClusterNotFoundException",
                "Amazon ECS API Reference, CreateService, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "EcsContract",
                "listsTheDeploymentsOfAService",
                "ListServiceDeployments is always empty",
                "each update of the service is listed",
                "Amazon ECS API Reference, ListServiceDeployments",
                "Expecting actual not to be empty");
        differs(
                MINISTACK,
                "ElbContract",
                "forwardsByWeights",
                "ForwardConfig is dropped",
                "ForwardConfig with target groups and weights is kept",
                "Elastic Load Balancing API Reference, Action",
                "forwardConfig()\" is null");
        differs(
                MINISTACK,
                "ElbContract",
                "saysThatThereIsNoSuchThing",
                "a missing target group is an empty list",
                "400 TargetGroupNotFound",
                "Elastic Load Balancing API Reference, DescribeTargetGroups, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "ElbContract",
                "doesNotDeleteATargetGroupInUse",
                "a target group in use is deleted",
                "400 ResourceInUse",
                "Elastic Load Balancing API Reference, DeleteTargetGroup, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "ElbContract",
                "aTargetOfAGroupThatIsNotInUseIsUnused",
                "every target is healthy",
                "unused, Target.NotInUse, while no load balancer forwards to the group",
                "Elastic Load Balancing API Reference, TargetHealth",
                "but was: healthy");
        differs(
                MINISTACK,
                "ElbContract",
                "rulesHavePriorities",
                "two rules can have one priority",
                "400 PriorityInUse",
                "Elastic Load Balancing API Reference, CreateRule, Errors",
                "the call was accepted");
        differs(
                MINISTACK,
                "CodeBuildContract",
                "aBuildBeginsInProgress",
                "a build has succeeded as soon as it begins",
                "IN_PROGRESS, in the phase SUBMITTED or QUEUED",
                "CodeBuild API Reference, Build",
                "but was: SUCCEEDED");
        for (String test : List.of(
                "bringsAServiceToATaskDefinitionByOneDeployment",
                "rollsBackWhenAsked",
                "lettingGoOnWhatDoesNotWaitChangesNothing",
                "aNewerDeploymentSupersedes")) {
            differs(
                    MINISTACK,
                    "ContainerServicesContract",
                    test,
                    "ListServiceDeployments is always empty",
                    "each update of the service is listed",
                    "Amazon ECS API Reference, ListServiceDeployments",
                    "became visible");
        }
        differs(
                MINISTACK,
                "StacksContract",
                "refusesParametersThatTheTemplateDoesNotHave",
                "parameters that the template does not have are accepted",
                "400 ValidationError",
                "AWS CloudFormation API Reference, CreateChangeSet",
                "Expecting code to raise a throwable");
    }

    /** What stands in no request but in its guards is easily forgotten. */
    private static void functions(Place place) {
        differs(
                place,
                "FunctionsContract",
                "findsWhatItPublishedAlthoughTheCodeIsAnotherByNow",
                "CodeSha256 and RevisionId of PublishVersion are ignored",
                "412 PreconditionFailedException, and 400 for other code",
                "AWS Lambda API Reference, PublishVersion",
                "but was: \"3\"");
        differs(
                place,
                "FunctionsContract",
                "doesNotPublishWhatSomebodyElseHasChanged",
                "CodeSha256 and RevisionId of PublishVersion are ignored",
                "412 PreconditionFailedException, and 400 for other code",
                "AWS Lambda API Reference, PublishVersion",
                "but was instance of");
        differs(
                place,
                "FunctionsContract",
                "doesNotMoveCallsToAVersionThatIsNotThere",
                "an alias is taken to a version that is not there",
                "404 ResourceNotFoundException",
                "AWS Lambda API Reference, UpdateAlias, Errors",
                "Expecting code to raise a throwable");
    }

    private static void differs(
            Place place, String contract, String test, String behaviour, String awsSays, String source, String seen) {
        ALL.add(new Difference(place, contract, test, DIFFERS, behaviour, awsSays, source, seen));
    }

    private static void sometimes(
            Place place, String contract, String test, String behaviour, String awsSays, String source, String seen) {
        ALL.add(new Difference(place, contract, test, SOMETIMES, behaviour, awsSays, source, seen));
    }

    private static void gap(Place place, String contract, String test, String lacks, String seen) {
        ALL.add(new Difference(place, contract, test, GAP, lacks, "", "", seen));
    }
}
