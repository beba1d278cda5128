package dev.penstock.simulator.recordings;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.TraitType;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** Calls of an SDK's client whose operation and parameters are data, by their names in AWS's model. */
final class ModelCalls {

    private ModelCalls() {}

    /**
     * Makes a call.
     *
     * @param parameters texts, numbers, truths, lists and maps; {@code {"$b64": …}} for bytes
     * @throws software.amazon.awssdk.awscore.exception.AwsServiceException what the service answers, if it is an error
     */
    static Object make(SdkClient client, String operation, Map<?, ?> parameters) {
        try {
            Class<?> api = List.of(client.getClass().getInterfaces()).getFirst();
            String name = operation.replace("SMS", "Sms");
            Class<?> type = Class.forName(api.getPackageName() + ".model." + name + "Request");
            SdkBuilder<?, ?> builder =
                    (SdkBuilder<?, ?>) type.getMethod("builder").invoke(null);
            fill((SdkPojo) builder, parameters);
            String method = operation.substring(0, 1).toLowerCase(Locale.ROOT) + operation.substring(1);
            return api.getMethod(method, type).invoke(client, builder.build());
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void fill(SdkPojo builder, Map<?, ?> parameters) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = parameters.get(field.memberName());
            if (value != null) {
                field.set(builder, value(field, value));
            }
        }
    }

    private static Object value(SdkField<?> field, Object value) {
        MarshallingType<?> type = field.marshallingType();
        if (type == MarshallingType.SDK_POJO) {
            SdkPojo inner = field.constructor().get();
            fill(inner, (Map<?, ?>) value);
            return ((SdkBuilder<?, ?>) inner).build();
        } else if (type == MarshallingType.LIST) {
            SdkField<?> element =
                    field.getTrait(ListTrait.class, TraitType.LIST_TRAIT).memberFieldInfo();
            List<Object> values = new ArrayList<>();
            ((List<?>) value).forEach(item -> values.add(value(element, item)));
            return values;
        } else if (type == MarshallingType.MAP) {
            SdkField<?> element =
                    field.getTrait(MapTrait.class, TraitType.MAP_TRAIT).valueFieldInfo();
            Map<String, Object> values = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, item) -> values.put(String.valueOf(key), value(element, item)));
            return values;
        } else if (type == MarshallingType.SDK_BYTES) {
            return bytes(value);
        } else if (type == MarshallingType.INTEGER) {
            return Integer.valueOf(String.valueOf(value));
        } else if (type == MarshallingType.LONG) {
            return Long.valueOf(String.valueOf(value));
        }
        return type == MarshallingType.BOOLEAN
                ? (Object) Boolean.valueOf(String.valueOf(value))
                : String.valueOf(value);
    }

    private static SdkBytes bytes(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.get("$b64") instanceof String text
                ? SdkBytes.fromByteArray(Base64.getDecoder().decode(text))
                : SdkBytes.fromUtf8String(String.valueOf(value));
    }
}
