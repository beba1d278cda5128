import json


def handler(event, context):
    """Answers requests of an HTTP API or a function URL; anything else is told what it sent."""
    path = event.get("rawPath")
    if path is None:
        return {"received": event}
    return {"statusCode": 200, "body": json.dumps({"path": path, "version": context.function_version})}
