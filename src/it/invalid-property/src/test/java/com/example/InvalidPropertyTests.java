package com.example;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class InvalidPropertyTests {

	@Test
	void theApplicationDoesNotStartAndSaysWhatToWriteInstead(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication.run(Application.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'bespoke.cache.caches.greetings.workload.read-ratio'")
			.contains("'1.5'")
			.contains("application.yml")
			.contains("Give a number from 0 (only writes) to 1 (only reads)");
	}

}
