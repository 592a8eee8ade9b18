create table city (
  id         bigint           not null primary key,
  name       varchar(200)     not null,
  country    char(2)          not null,
  latitude   double precision not null,
  longitude  double precision not null,
  population bigint           not null,
  zone       varchar(64)      not null
);

create index city_by_country on city (country);

create index city_by_name on city (name);

create table city_visits (
  city_id bigint not null primary key references city (id),
  visits  bigint not null
);

create table visitor_session (
  id       uuid         not null primary key,
  visitor  varchar(100) not null,
  city_id  bigint       references city (id),
  started  timestamp with time zone not null
);
