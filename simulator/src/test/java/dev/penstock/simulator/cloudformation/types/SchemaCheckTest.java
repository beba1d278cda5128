package dev.penstock.simulator.cloudformation.types;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The words are those of stack events that users have published. */
class SchemaCheckTest {

    private final RegistrySchemas schemas = new RegistrySchemas();

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "AWS::EC2::Subnet ; {'CidrBlock':'10.0.0.0/24'} ; #: required key [VpcId] not found",
                "AWS::EC2::VPC ; {'CidrBlok':'10.0.0.0/16'} ; #: extraneous key [CidrBlok] is not permitted",
                "AWS::EC2::VPC ; {'EnableDnsSupport':'maybe'} ; #/EnableDnsSupport: expected type: Boolean, found: String",
                "AWS::S3::Bucket ; {'BucketName':'Web'} ; #/BucketName: string [Web] does not match pattern ^([a-z0-9][a-z0-9.-]*[a-z0-9])?$",
                "AWS::Lambda::Function ; {'Role':'arn:aws:iam::111122223333:role/r','Code':{},'MemorySize':64} ; #/MemorySize: 64 is not greater or equal to 128",
                "AWS::Lambda::Function ; {'Role':'arn:aws:iam::111122223333:role/r','Code':{},'MemorySize':'64'} ; #/MemorySize: 64 is not greater or equal to 128",
                "AWS::Lambda::Function ; {'Role':'arn:aws:iam::111122223333:role/r','Code':{},'Architectures':[]} ; #/Architectures: expected minimum item count: 1, found: 0",
                "AWS::Lambda::Function ; {'Role':'arn:aws:iam::111122223333:role/r','Code':{},'PackageType':'Jar'} ; #/PackageType: Jar is not a valid enum value",
                "AWS::Lambda::Function ; {'Role':'arn:aws:iam::111122223333:role/r','Code':{},'Tags':[{'Key':'','Value':'x'}]} ; #/Tags/0/Key: expected minLength: 1, actual: 0",
                "AWS::RDS::DBCluster ; {'Tags':[{'Key':'a','Value':'1'},{'Key':'a','Value':'1'}]} ; #/Tags: array items are not unique"
            })
    void tellsWhatIsWrongInCloudFormationsWords(String type, String properties, String problem) {
        assertThat(problems(type, properties)).containsExactly(problem);
    }

    @Test
    void tellsEverythingAtOnce() {
        assertThat(problems(
                        "AWS::RDS::DBCluster",
                        "{'DBClusterIdentifier':'1" + "x".repeat(63) + "','BackupRetentionPeriod':36}"))
                .containsExactlyInAnyOrder(
                        "#/BackupRetentionPeriod: 36 is not less or equal to 35",
                        "#/DBClusterIdentifier: expected maxLength: 63, actual: 64",
                        "#/DBClusterIdentifier: string [1" + "x".repeat(63)
                                + "] does not match pattern ^[a-zA-Z]{1}(?:-?[a-zA-Z0-9]){0,62}$");
    }

    @Test
    void doesNotShowWhatCannotBeReadBack() {
        assertThat(problems("AWS::Timestream::InfluxDBInstance", "{'Password':'not-this!'}"))
                .contains("#/Password: failed validation constraint for keyword [pattern]")
                .noneMatch(problem -> problem.contains("not-this"));
    }

    private List<String> problems(String type, String properties) {
        return new SchemaCheck(schemas.registered(type).orElseThrow()).problems(Account.json(properties));
    }
}
