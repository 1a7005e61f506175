alter table order_refusals drop column tag;
alter table orders drop column tag;
