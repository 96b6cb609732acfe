"""Pages of upkeep."""

from django.urls import path

from kaoji.web.upkeep import views

app_name = "upkeep"
urlpatterns = [path("second-machine", views.second_machine, name="second-machine")]
