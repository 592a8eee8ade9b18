package com.example;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class NoMicrometerTests {

	@Autowired
	private Greetings greetings;

	@LocalServerPort
	private int port;

	@Test
	void theEndpointAnswersWithoutMicrometerOnTheClassPath() throws Exception {
		assertThat(ClassUtils.isPresent("io.micrometer.core.instrument.MeterRegistry", null)).isFalse();
		this.greetings.greet("Ada");
		this.greetings.greet("Ada");
		URI endpoint = URI.create("http://localhost:" + this.port + "/actuator/bespokecaches/greetings");
		HttpResponse<String> response = HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(endpoint).build(), HttpResponse.BodyHandlers.ofString());
		assertThat(JsonPath.<Integer>read(response.body(), "$.statistics.hits")).isEqualTo(1);
		assertThat(JsonPath.<Integer>read(response.body(), "$.statistics.misses")).isEqualTo(1);
	}

}
