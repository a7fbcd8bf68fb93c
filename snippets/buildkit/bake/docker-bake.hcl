variable "VERSION" { default = "development" }

group "default" { targets = ["shop", "admin"] }

target "shop" {
  target = "shop"
  args   = { VERSION = VERSION }
  output = ["type=local,dest=out"]
}

target "admin" {
  inherits = ["shop"]
  target   = "admin"
}
