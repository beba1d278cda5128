def handler(event, context):
    return 'new'
