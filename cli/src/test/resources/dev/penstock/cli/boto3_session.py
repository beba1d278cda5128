"""What boto3 does against a simulated AWS; fails with a traceback where something is not as it is at AWS."""

import boto3
import botocore.exceptions
import botocore.serialize
import botocore.session


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except botocore.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == code, error
        return
    raise AssertionError(code + " was expected")


def newer_cloudwatch():
    """CloudWatch in CBOR, which botocore has and does not prefer; None where it is too old for it."""
    protocol = "smithy-rpc-v2-cbor"
    if protocol not in botocore.serialize.SERIALIZERS:
        return None
    session = botocore.session.get_session()
    loader = session.get_component("data_loader")
    load = loader.load_service_model

    def only_cbor(*arguments, **named):
        model = load(*arguments, **named)
        if model.get("metadata", {}).get("serviceId") == "CloudWatch":
            model["metadata"]["protocols"] = [protocol]
        return model

    loader.load_service_model = only_cbor
    return session.create_client("cloudwatch")


account = boto3.client("sts").get_caller_identity()["Account"]
assert account == "123456789012", account

s3 = boto3.client("s3")
s3.create_bucket(Bucket="releases")
s3.put_object(Bucket="releases", Key="a/b c", Body=b"contents")
assert s3.get_object(Bucket="releases", Key="a/b c")["Body"].read() == b"contents"
assert [item["Key"] for page in s3.get_paginator("list_objects_v2").paginate(Bucket="releases")
        for item in page["Contents"]] == ["a/b c"]
refused("NoSuchKey", s3.get_object, Bucket="releases", Key="none")

ecs = boto3.client("ecs")
ecs.create_cluster(clusterName="main")
assert ecs.list_clusters()["clusterArns"] == ["arn:aws:ecs:us-east-1:123456789012:cluster/main"]
refused("ClusterNotFoundException", ecs.describe_services, cluster="none", services=["web"])

for cloudwatch in filter(None, [boto3.client("cloudwatch"), newer_cloudwatch()]):
    model = cloudwatch.meta.service_model
    print("cloudwatch by", getattr(model, "resolved_protocol", model.metadata["protocol"]))
    # More than ten kilobytes: newer versions compress it.
    cloudwatch.put_metric_data(Namespace="Shop", MetricData=[
        {"MetricName": "Orders", "Dimensions": [{"Name": "Shop", "Value": "number %d of all shops" % shop}],
         "Value": shop + 0.5, "Unit": "Count"} for shop in range(200)])
    metrics = [metric for page in cloudwatch.get_paginator("list_metrics").paginate(Namespace="Shop")
               for metric in page["Metrics"]]
    assert len(metrics) == 200, len(metrics)
    cloudwatch.put_metric_alarm(
        AlarmName="many", Namespace="Shop", MetricName="Orders", Statistic="Sum", Period=60, EvaluationPeriods=1,
        Threshold=1e6, ComparisonOperator="GreaterThanThreshold")
    alarm = cloudwatch.describe_alarms(AlarmNames=["many"])["MetricAlarms"][0]
    assert alarm["Threshold"] == 1e6 and alarm["StateUpdatedTimestamp"].year > 2000, alarm
    refused("ResourceNotFound", cloudwatch.get_dashboard, DashboardName="none")

print("done")
