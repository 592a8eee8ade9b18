package com.example;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class SecondLevelWithoutRedisTests {

	@Test
	void theApplicationDoesNotStartAndSaysWhichDependencyToAdd(CapturedOutput output) {
		assertThatException().isThrownBy(() -> SpringApplication.run(Application.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("'bespoke.cache.caches.greetings.second-level'")
			.contains("'redis'")
			.contains("application.yml")
			.contains("Add the dependency org.springframework.boot:spring-boot-starter-data-redis");
	}

}
