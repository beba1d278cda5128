package dev.penstock.aws.lambda;

import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

/** Lambda answers changes with the members of what was changed, in a class of its own for each operation. */
final class Answers {

    private Answers() {}

    static FunctionConfiguration version(SdkPojo answer) {
        FunctionConfiguration.Builder version = FunctionConfiguration.builder();
        copy(answer, version);
        return version.build();
    }

    static AliasConfiguration alias(SdkPojo answer) {
        AliasConfiguration.Builder alias = AliasConfiguration.builder();
        copy(answer, alias);
        return alias.build();
    }

    private static void copy(SdkPojo from, SdkPojo builder) {
        for (SdkField<?> source : from.sdkFields()) {
            Object value = source.getValueOrDefault(from);
            if (value != null && !(value instanceof SdkAutoConstructList) && !(value instanceof SdkAutoConstructMap)) {
                builder.sdkFields().stream()
                        .filter(target -> target.memberName().equals(source.memberName()))
                        .forEach(target -> target.set(builder, value));
            }
        }
    }
}
