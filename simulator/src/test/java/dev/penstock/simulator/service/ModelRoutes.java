package dev.penstock.simulator.service;

import java.lang.reflect.Field;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The routes of REST operations as the SDK's own marshallers have them. */
public final class ModelRoutes {

    private ModelRoutes() {}

    /** The route of the operation that a request class belongs to. */
    public static Route of(Class<?> request) {
        OperationInfo info = info(request);
        String name = request.getSimpleName().replaceAll("Request$", "");
        Operation<SdkPojo, SdkPojo> operation = new Operation<>(name, () -> builder(request), (call, asked) -> asked);
        return Route.parse(info.httpMethod() + " " + info.requestUri(), operation);
    }

    private static OperationInfo info(Class<?> request) {
        String marshaller = request.getName().replace(".model.", ".transform.") + "Marshaller";
        try {
            Field binding = Class.forName(marshaller).getDeclaredField("SDK_OPERATION_BINDING");
            binding.setAccessible(true);
            return (OperationInfo) binding.get(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked") // every request class has a builder of itself
    private static SdkBuilder<?, SdkPojo> builder(Class<?> request) {
        try {
            return (SdkBuilder<?, SdkPojo>) request.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }
}
